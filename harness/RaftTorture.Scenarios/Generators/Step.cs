using System.Diagnostics;
using RaftTorture.Scenarios.Faults;

namespace RaftTorture.Scenarios.Generators;

/// <summary>A generator's answer.</summary>
public abstract record Step<T>
{
    private Step()
    {
    }

    /// <summary>Start this now.</summary>
    /// <param name="Worker">Who shall do it: one of <see cref="Context.Free"/>.</param>
    public sealed record Emit(T Item, int Worker, IGenerator<T> Then) : Step<T>
    {
        /// <summary>Why just now, if there is more to say than that it is due.</summary>
        public Cause? Cause { get; init; }
    }

    /// <summary>Nothing now.</summary>
    /// <param name="UntilNs">When to ask again; null for "when something has completed".</param>
    public sealed record Pending(long? UntilNs, IGenerator<T> Then) : Step<T>
    {
        /// <summary>The sooner of two times to ask again, null being no time at all.</summary>
        internal long? Earlier(long? otherNs) => otherNs < UntilNs ? otherNs : UntilNs ?? otherNs;
    }

    /// <summary>Nothing any more.</summary>
    public sealed record Done : Step<T>;

    /// <summary>The same answer with another successor: how a combinator stays around what it wraps.</summary>
    public Step<T> Wrap(Func<IGenerator<T>, IGenerator<T>> around) => this switch
    {
        Emit emit => emit with { Then = around(emit.Then) },
        Pending pending => pending with { Then = around(pending.Then) },
        Done => this,
        _ => throw new UnreachableException(),
    };
}
