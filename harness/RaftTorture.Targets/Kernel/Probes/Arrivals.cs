using System.Collections.Immutable;

namespace RaftTorture.Targets.Kernel.Probes;

/// <summary>How many datagrams were sent, and what became of them.</summary>
/// <param name="Sent">Handed to the network.</param>
/// <param name="DelaysMs">From the sender to the receiver, milliseconds, in the order of arrival; of copies the first only.</param>
/// <param name="Doubled">That came again.</param>
/// <param name="Overtaken">That came after one that was sent later.</param>
/// <param name="Corrupt">That came changed; the others arrived as they were sent.</param>
/// <param name="SpanMs">From the first arrival to the last, milliseconds.</param>
internal sealed record Arrivals(int Sent, ImmutableArray<double> DelaysMs, int Doubled, int Overtaken, int Corrupt, double SpanMs)
{
    public int Received => DelaysMs.Length;

    /// <summary>That never came, neither whole nor changed.</summary>
    public int Lost => Math.Max(0, Sent - Received - Corrupt);

    public double LeastMs => DelaysMs.DefaultIfEmpty().Min();

    public double MedianMs => Received == 0 ? 0 : DelaysMs.Order().ElementAt(Received / 2);

    public double MostMs => DelaysMs.DefaultIfEmpty().Max();

    public static Arrivals Sum(IEnumerable<Arrivals> links)
    {
        Arrivals[] all = [.. links];
        return new Arrivals(
            all.Sum(each => each.Sent),
            [.. all.SelectMany(each => each.DelaysMs)],
            all.Sum(each => each.Doubled),
            all.Sum(each => each.Overtaken),
            all.Sum(each => each.Corrupt),
            all.Select(each => each.SpanMs).DefaultIfEmpty().Max());
    }

    /// <summary>For people: <c>398 of 400 arrived after 0.1-0.9 ms (median 0.2), 2 lost</c>.</summary>
    public override string ToString() =>
        (Received == 0 ? $"none of {Sent} arrived" : $"{Received} of {Sent} arrived after {LeastMs:0.0}-{MostMs:0.0} ms (median {MedianMs:0.0})")
        + Part(Lost, "lost") + Part(Doubled, "doubled") + Part(Overtaken, "overtaken") + Part(Corrupt, "corrupt");

    private string Part(int count, string fate) => count > 0 ? $", {count} {fate} ({100.0 * count / Sent:0.#} %)" : "";
}
