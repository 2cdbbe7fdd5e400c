using RaftTorture.Reporting.Charts;
using RaftTorture.Reporting.Digests;
using RaftTorture.Reporting.Markup;
using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Reporting.Sections;

/// <summary>What was broken, and the proof that it broke and healed.</summary>
public static class ReceiptsSection
{
    public static Html Render(RunDigest digest) => Html.Of(
        $"""
        <section id="faults">
          <h2>What was broken</h2>
          {(digest.Record.Receipts.IsEmpty ? Html.Of($"<p>No fault was injected.</p>") : Table(digest))}
        </section>

        """);

    private static Html Table(RunDigest digest) => Html.Of(
        $"""
        <div class="scroll" tabindex="0" role="region" aria-label="Fault receipts"><table>
          <thead><tr><th>at</th><th>took</th><th>action</th><th>what</th><th>receipt</th><th>evidence</th></tr></thead>
          <tbody>{digest.Record.Receipts.Select(Row)}</tbody>
        </table></div>
        """);

    private static Html Row(Receipt receipt) => Html.Of(
        $"""
        <tr class="{(receipt.IsHeal ? "heal" : "harm")}">
          <td>{Duration.Moment(receipt.StartNs)}</td>
          <td>{Duration.Of(receipt.EndNs - receipt.StartNs)}</td>
          <td><span class="key fault {FaultName.Of(receipt.Kind)}"></span>{receipt.F}</td>
          <td>{receipt.Description}</td>
          <td class="{(receipt.Confirmed ? "confirmed" : "unconfirmed")}">{(receipt.Confirmed ? "✓ confirmed" : "✗ not seen")}</td>
          <td>{receipt.Evidence}</td>
        </tr>

        """);
}
