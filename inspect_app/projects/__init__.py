"""What drives a reform beside findings: tough projects (攻坚项目), led by a leader, owned by a unit, due on a date."""
