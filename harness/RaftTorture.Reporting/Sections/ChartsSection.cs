using RaftTorture.Reporting.Charts;
using RaftTorture.Reporting.Digests;
using RaftTorture.Reporting.Markup;

namespace RaftTorture.Reporting.Sections;

/// <summary>Faults, rate and latency over one time axis.</summary>
public static class ChartsSection
{
    public static Html Render(RunDigest digest)
    {
        var time = new TimeAxis(digest.EndNs);
        return Html.Of(
            $"""
            <section id="charts">
              <h2>What happened when</h2>
              {FaultLanes.Render(digest, time)}
              <h3>Rate <small>operations ended per second</small></h3>
              <p class="legend"><span class="key ok"></span>ok <span class="key fail dashed"></span>fail <span class="key info dotted"></span>info <span class="key leader"></span>new leader; shaded: fault in force, as above</p>
              {RateChart.Render(digest, time)}
              <h3>Latency <small>from invocation to completion, logarithmic</small></h3>
              <p class="legend"><span class="key ok dot"></span>ok <span class="key fail dot square"></span>fail <span class="key info dot square"></span>info <span class="key p50"></span>median ok <span class="key p99 dashed"></span>99th percentile ok</p>
              {LatencyChart.Render(digest, time)}
              <p>{LatencyChart.Label(digest)}</p>
            </section>

            """);
    }
}
