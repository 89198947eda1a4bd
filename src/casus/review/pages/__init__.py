"""What each page holds, as frozen dataclasses: the templates render them, `.json` sends them."""
