<#-- What turns the direction of a text, or cannot be seen, is shown as a sign, as in the pictures. -->
<#escape x as x?replace("[\\p{Cc}\\p{Cf}&&[^\\n\\t\\u200C\\u200D]]", "\xFFFD", "r")?html>
<#-- More than are read one by one. -->
<#function many epochs><#return epochs gt 20></#function>
<#macro epochTable run>
<table class="figures">
<thead><tr><th scope="col">epoch</th><th scope="col">training loss</th><th scope="col">validation loss</th><th scope="col">validation error</th><th scope="col">seconds</th></tr></thead>
<tbody>
<#list run.epochs as epoch>
<tr><th scope="row">${epoch.number}</th><td>${epoch.trainLoss}</td><td>${epoch.validLoss}</td><td>${epoch.error}</td><td>${epoch.seconds}</td></tr>
</#list>
</tbody>
</table>
</#macro>
<#macro name run><#if run.title??><bdi>${run.title}</bdi><#else><bdi>${run.experiment}</bdi> <small>${run.started}<#if run.name??> · <bdi>${run.name}</bdi></#if></small></#if></#macro>
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="generator" content="visualizing-weights">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline'; img-src data: blob:">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>
<#noescape>${styles}</#noescape>
.report { padding-bottom: 12px; }
.report + .runs-view { padding-top: 0; }
.report .scroll { overflow-x: auto; margin: 10px 0 18px; }
.report .long { max-height: 32em; overflow-y: auto; }
.report table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.report caption { text-align: start; color: var(--faint); padding-bottom: 4px; }
.report :is(th, td) { padding: 4px 14px 4px 0; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
.report thead th { color: var(--faint); font-weight: 600; }
.report .figures :is(td, thead th:not(:first-child)) { text-align: end; }
.report small { color: var(--faint); font-weight: 400; white-space: nowrap; }
.report td { overflow-wrap: anywhere; min-width: 5em; }
.report a { color: var(--accent); }
.report .note { margin: 6px 0; padding: 6px 10px; border-inline-start: 4px solid var(--outside); background: var(--raised); overflow-wrap: anywhere; }
.report section { margin: 26px 0; padding-top: 12px; border-top: 2px solid var(--line); }
.report section > * { margin-bottom: 12px; }
.report ul.sentences { padding-inline-start: 20px; }
.report ul.sentences li { margin: 4px 0; overflow-wrap: anywhere; }
.report .warning { color: var(--bad); }
.report .user-notes th { white-space: nowrap; }
.report .user-notes td { white-space: pre-line; }
.report .figures th.group { padding-top: 14px; text-align: start; }
.report h3 { margin: 14px 0 4px; font-size: 15px; }
</style>
<script type="importmap">
<#noescape>${importMap}</#noescape>
</script>
</head>
<body>
<header class="runs-view report">
<h1>${title}</h1>
<#list remarks as remark><p><bdi>${remark}</bdi></p></#list>
<#if leftOut?has_content>
<details><summary>Runs that are not shown (${leftOut?size?c})</summary>
<ul><#list leftOut as run><li><bdi>${run}</bdi></li></#list></ul>
</details>
</#if>
<div class="scroll">
<table class="figures">
<thead><tr><th scope="col">run</th><th scope="col">status</th><th scope="col">learning rate</th><th scope="col">steps</th>
<#list errorColumns as column><th scope="col">${column}</th></#list>
<th scope="col">last validation loss</th></tr></thead>
<#assign row = 0>
<#list groups as group>
<tbody>
<#if group.heading?has_content><tr><th scope="rowgroup" class="group" colspan="${(5 + errorColumns?size)?c}"><bdi>${group.heading}</bdi></th></tr></#if>
<#list group.runs as run>
<tr><th scope="row"><#if group.names[run?index]?has_content><bdi>${group.names[run?index]}</bdi><#else><@name run/></#if></th><td>${run.status}</td><td>${run.learningRate}</td><td>${run.steps}</td>
<#list errors[row] as error><td>${error}</td></#list><#assign row++>
<td>${run.lastValidLoss}</td></tr>
</#list>
</tbody>
</#list>
</table>
</div>
<#list runs as run>
<#list run.warnings as warning><p class="note"><#if runs?size gt 1><b><bdi>${run.title!run.experiment}</bdi>:</b> </#if>${warning}</p></#list>
</#list>
<#if runs?size gt 1>
<h2>Settings that differ</h2>
<#if differences?has_content>
<div class="scroll">
<table>
<thead><tr><th scope="col">setting</th><#list runs as run><th scope="col"><@name run/></th></#list></tr></thead>
<tbody>
<#list differences as difference>
<tr><th scope="row">${difference.key}</th><#list difference.values as value><td>${value}</td></#list></tr>
</#list>
</tbody>
</table>
</div>
<#else>
<p>None: the runs have the same settings.</p>
</#if>
</#if>
</header>
<main id="runs-view" class="runs-view"><noscript>The pictures need JavaScript. All else is on this page.</noscript></main>
<div class="runs-view report">
<h2>In words</h2>
<#list runs as run>
<section>
<h2><@name run/></h2>
<p><bdi>${run.description}</bdi></p>
<h3>What was found</h3>
<#if run.findings?has_content>
<ul class="sentences">
<#list run.findings as finding>
<li><b<#if finding.warning> class="warning"</#if>>${finding.kind}:</b> ${finding.text}<#if finding.link?has_content> <a href="${finding.link}">show ${finding.place}</a></#if></li>
</#list>
</ul>
<#else>
<p>Nothing.</p>
</#if>
<#if run.notes?has_content>
<h3>Notes</h3>
<div class="scroll">
<table class="user-notes">
<tbody>
<#list run.notes as note><tr><th scope="row">${note.name}</th><td><bdi>${note.value}</bdi></td></tr></#list>
</tbody>
</table>
</div>
</#if>
<#if run.epochs?has_content>
<h3>Epochs</h3>
<#if run.epochsMerged><p>Each row has the figures of the last of several epochs, as there are many; metrics.csv in the run's folder has them all.</p></#if>
<#if many(run.epochs?size)>
<details>
<summary>All ${run.epochs?size?c}</summary>
<div class="scroll long" tabindex="0"><@epochTable run/></div>
</details>
<#else>
<div class="scroll"><@epochTable run/></div>
</#if>
</#if>
<h3>Where it came from</h3>
<div class="scroll">
<table>
<tbody>
<#list run.sources as fact><tr><th scope="row">${fact.name}</th><td>${fact.value}</td></tr></#list>
</tbody>
</table>
</div>
<details>
<summary>All settings</summary>
<div class="scroll">
<table>
<tbody>
<#list run.settings?keys as key><tr><th scope="row">${key}</th><td>${run.settings[key]}</td></tr></#list>
</tbody>
</table>
</div>
</details>
</section>
</#list>
</div>
<script type="application/octet-stream" id="runs-data"><#noescape>${data}</#noescape></script>
<script type="module">
import 'view/report.js';
for (const link of document.querySelectorAll('.sentences a')) {
  link.addEventListener('click', () => document.getElementById('runs-view').scrollIntoView());
}
</script>
</body>
</html>
</#escape>
