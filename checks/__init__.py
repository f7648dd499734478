"""What a machine checks of the house before anybody reads a change."""
