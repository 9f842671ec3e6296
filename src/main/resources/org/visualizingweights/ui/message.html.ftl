<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <#if reload><meta http-equiv="refresh" content="2"></#if>
  <title>DL4J Training UI</title>
  <link rel="shortcut icon" href="/assets/img/favicon.ico">
  <style>
    body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; }
    main { padding: 1.25rem; max-width: 50rem; overflow-wrap: anywhere; }
  </style>
</head>
<body>
<!-- navigation -->
<main>
  <#if run?has_content><h1 dir="auto">${run?html}</h1></#if>
  <p>${text?html}</p>
</main>
</body>
</html>
