"""What every page shares: guards, errors, navigation, filters, headers, paging."""
