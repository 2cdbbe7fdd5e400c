using RaftTorture.Reporting.Digests;
using RaftTorture.Reporting.Markup;
using RaftTorture.Reporting.Timelines;

namespace RaftTorture.Reporting.Sections;

/// <summary>Every operation as a bar by process: a canvas drawn by the page's script from inline JSON.</summary>
public static class TimelineSection
{
    public static Html Render(RunDigest digest) => Html.Of(
        $"""
        <section id="timeline">
          <h2>Who did what</h2>
          <div class="controls">
            <label>Key <input id="timeline-key" list="timeline-keys" placeholder="all keys" autocomplete="off"></label>
            <datalist id="timeline-keys"></datalist>
            <fieldset><legend class="unseen">Outcomes shown</legend>
              <label><input type="checkbox" data-outcome="0" checked><span class="key ok"></span>ok</label>
              <label><input type="checkbox" data-outcome="1" checked><span class="key fail"></span>fail</label>
              <label><input type="checkbox" data-outcome="2" checked><span class="key info"></span>info</label>
            </fieldset>
            <span class="buttons">
              <button type="button" data-zoom="in" aria-label="Zoom in">+</button>
              <button type="button" data-zoom="out" aria-label="Zoom out">−</button>
              <button type="button" data-zoom="fit">Whole run</button>
            </span>
          </div>
          <canvas id="timeline-canvas" tabindex="0" role="application" aria-label="Timeline of operations" aria-describedby="timeline-help"></canvas>
          <p id="timeline-detail" class="detail" aria-live="polite">Point at an operation, or step through them with the arrow keys.</p>
          <p id="timeline-help" class="hint">Drag to move, pinch or Ctrl + wheel to zoom. Keys: ← → previous and next operation of a process, ↑ ↓ another process, + − zoom, 0 whole run. A solid bar is ok, an outlined one failed, one that fades is unknown.</p>
          <noscript><p>The timeline is drawn by a script in this page; everything else works without.</p></noscript>
          <script type="application/json" id="timeline-data">{TimelineJson.Render(digest)}</script>
        </section>

        """);
}
