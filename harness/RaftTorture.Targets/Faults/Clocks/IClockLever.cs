using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Nodes;

namespace RaftTorture.Targets.Faults.Clocks;

/// <summary>What makes the clock of a node wrong and right. Whether it did is for the <see cref="ClockWitness"/> to see.</summary>
internal interface IClockLever
{
    /// <summary>What a receipt begins with.</summary>
    string By => "";

    /// <summary>Why monotonic clocks cannot drift along, or null if they can.</summary>
    string? WhyNotMonotonic => null;

    /// <summary>Makes it wrong, in place of whatever was wrong with it.</summary>
    /// <exception cref="KernelException">It cannot be done, or the life is over.</exception>
    Task SkewAsync(string node, INodeLife life, WrongClock wrong, CancellationToken cancellation);

    /// <summary>Makes it right.</summary>
    /// <inheritdoc cref="SkewAsync"/>
    Task ResetAsync(string node, INodeLife life, CancellationToken cancellation);

    /// <summary>Whether it is still in force: a process that becomes another program may lose it.</summary>
    /// <inheritdoc cref="SkewAsync"/>
    Task<bool> HoldsAsync(INodeLife life, CancellationToken cancellation) => Task.FromResult(true);

    /// <summary>Why a node may not have felt what was done to its clock; null if nothing is known.</summary>
    Task<string?> WhyNotFeltAsync(string node, INodeLife life, CancellationToken cancellation) => Task.FromResult<string?>(null);
}
