using System.Collections.Immutable;
using RaftTorture.Scenarios.Plans;

namespace RaftTorture.Scenarios.Faults;

/// <summary>How the clock of a node is made wrong.</summary>
public enum ClockMethod
{
    /// <summary>By the vDSO, or by libfaketime where that cannot be patched.</summary>
    Auto,

    /// <summary>The vDSO of its process is patched: any program of x86-64, its monotonic clock too.</summary>
    Vdso,

    /// <summary>It is started with libfaketime: programs that ask the C library for the time, which static ones and those of Go do not.</summary>
    Faketime,
}

/// <summary>The methods by the names that plans have for them.</summary>
public static class ClockMethods
{
    public static readonly ImmutableArray<string> Names = [.. Enum.GetNames<ClockMethod>().Select(name => name.ToLowerInvariant())];

    /// <exception cref="PlanException">There is no such method.</exception>
    public static ClockMethod Parse(string name) =>
        Names.IndexOf(name) is var place and >= 0 ? (ClockMethod)place : throw new PlanException(WhyUnknown(name));

    public static string WhyUnknown(string name) => $"unknown clock method '{name}': choose from {string.Join(", ", Names)}";
}
