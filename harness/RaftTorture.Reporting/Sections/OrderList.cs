using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Results;
using RaftTorture.Reporting.Digests;
using RaftTorture.Reporting.Markup;
using RaftTorture.Reporting.Violations;

namespace RaftTorture.Reporting.Sections;

/// <summary>A linearization as a folded list, an operation a line: its last part where it is long, for that is where a violation stands.</summary>
public static class OrderList
{
    private const int MostOperations = 200;
    private const int MostKeys = 10;

    public static Html Render(string title, Linearization order, IReadOnlyList<HistoryEvent> history)
    {
        var shown = order.Positions.Skip(order.Positions.Count - MostOperations).Where(position => position >= 0 && position < history.Count).ToArray();
        var cut = order.Positions.Count - shown.Length;
        var rest = cut > 0 ? $", the last {shown.Length} of them here, all in results.json" : "";
        return Html.Of(
            $"""
            <details class="order">
              <summary>{title} <small>{order.Positions.Count:#,0} operations{rest}</small></summary>
              <ol start="{cut + 1}">{shown.Select(position => Line(history[position]))}</ol>
            </details>
            """);
    }

    /// <summary>The proofs of a valid verdict, the first few keys.</summary>
    public static Html Render(IReadOnlyList<Linearization> orders, IReadOnlyList<HistoryEvent> history) => orders.Count == 0
        ? Html.Empty
        : Html.Of(
            $"""
            <details class="order">
              <summary>Orders that explain every answer <small>{orders.Count} keys, the first {Math.Min(MostKeys, orders.Count)} of them here, all in results.json</small></summary>
              {orders.Take(MostKeys).Select(order => Render(order.Key is null ? "the only key" : $"key {order.Key}", order, history))}
            </details>
            """);

    private static Html Line(HistoryEvent invocation) => Html.Of(
        $"""
        <li>
          <a href="#timeline" data-event="{invocation.Index}">{VisibleText.Of(OperationWords.Asked(invocation), OperationWords.MostCharacters)}</a>
          <small>process {invocation.Process.ToString()}, {Duration.Moment(invocation.TimeNs)}</small>
        </li>

        """);
}
