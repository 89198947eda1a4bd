(function () {
  var root = document.documentElement;
  root.className = 'js';
  try {
    var theme = localStorage.getItem('casus-theme');
    if (theme === 'dark' || theme === 'light') root.setAttribute('data-theme', theme);
  } catch (e) { /* storage is closed to files in some browsers */ }
  document.addEventListener('DOMContentLoaded', function () {
    var button = document.getElementById('theme');
    var media = window.matchMedia('(prefers-color-scheme: dark)');
    function dark() {
      var set = root.getAttribute('data-theme');
      return set ? set === 'dark' : media.matches;
    }
    function show() {
      button.textContent = dark() ? 'Light' : 'Dark';
      button.setAttribute('aria-label', dark() ? 'Use light colours' : 'Use dark colours');
    }
    button.addEventListener('click', function () {
      var theme = dark() ? 'light' : 'dark';
      root.setAttribute('data-theme', theme);
      try { localStorage.setItem('casus-theme', theme); } catch (e) { /* kept for this visit */ }
      show();
    });
    media.addEventListener('change', show);
    show();
  });
})();
