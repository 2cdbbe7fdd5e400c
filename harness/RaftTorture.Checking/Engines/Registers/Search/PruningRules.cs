namespace RaftTorture.Checking.Engines.Registers.Search;

/// <summary>
/// What a search need not try. Each rule is an exchange argument: from any linearization that goes another way, one is built that goes
/// this way, so that no verdict changes. All are on; the benchmark <c>judge-rules</c> switches them off one by one.
/// </summary>
internal sealed record PruningRules
{
    public static readonly PruningRules All = new();

    /// <summary>
    /// A read, or a miss, that is legal now is linearized now and no alternative is tried: it changes nothing for those that come after.
    /// </summary>
    public bool EagerReads { get; init; } = true;

    /// <summary>
    /// When a write that does not look is made visible, all open ones of its kind may have happened just before it, where nobody sees them:
    /// from then on nothing is owed to them.
    /// </summary>
    public bool Hiding { get; init; } = true;

    /// <summary>
    /// A write that does not look, and an unknown operation, is made visible only when it must return, or if some open operation can use
    /// its value: until then it may as well wait.
    /// </summary>
    public bool Justification { get; init; } = true;

    /// <summary>Of open operations that do the same, the one that returns first goes first; the unknown ones last.</summary>
    public bool Symmetry { get; init; } = true;

    /// <summary>Values that no operation left can tell apart are one state, and unknown operations that write one are forgotten.</summary>
    public bool DeadValues { get; init; } = true;

    /// <summary>Breadth-first: a configuration is dropped beside one that has used less, owes less and has answered more.</summary>
    public bool Dominance { get; init; } = true;

    /// <summary>A value that nobody can bring about again is not left while operations are to come that certainly found it.</summary>
    public bool Stranding { get; init; } = true;
}
