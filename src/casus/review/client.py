"""The client that the API page and the documentation show; a test runs it as it stands."""

CLIENT = """\
import json, urllib.request as web
BASE = "http://127.0.0.1:8765"
browser = web.build_opener(web.HTTPCookieProcessor())
def ask(path, data=None, **headers):
    body = json.dumps(data).encode() if data is not None else None
    request = web.Request(BASE + path, body, {"Content-Type": "application/json", **headers})
    return json.load(browser.open(request))
token = ask("/session.json")["token"]
worst = ask("/incidents.json?state=conflicting&order=killed")["rows"][0]
print(ask("/judgements", {"verdict": "note", "incident": worst["id"], "reason": "ask the hospital"},
          **{"X-CSRF-Token": token}))
"""
