"""Checks made at the desk, without a visit: 电话抽测 by list, and guides held together (网上抽查)."""
