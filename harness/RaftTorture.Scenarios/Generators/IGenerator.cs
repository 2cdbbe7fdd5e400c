
namespace RaftTorture.Scenarios.Generators;

/// <summary>A pure source of things to do: operations of clients, or faults. Asking changes nothing; the answer holds the successor.</summary>
/// <remarks>After Jepsen's <c>jepsen.generator</c>, with one difference: what is emitted is due now, and what is due later is pending.</remarks>
public interface IGenerator<T>
{
    /// <summary>What to do at this moment.</summary>
    Step<T> Next(Context context);

    /// <summary>Tells how something that was emitted here ended; the answer is the successor.</summary>
    IGenerator<T> Observe(Outcome<T> outcome) => this;
}
