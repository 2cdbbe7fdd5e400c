using RaftTorture.Checking.Results;

namespace RaftTorture.Checking.Checkers.Growing;

/// <summary>What there is to say of a collection that is not simply valid.</summary>
internal abstract record GrowingFinding
{
    private GrowingFinding()
    {
    }

    /// <summary>No order explains it.</summary>
    public sealed record Broken(Reason Reason) : GrowingFinding
    {
        /// <summary>Figures worth printing.</summary>
        public IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; } = [];
    }

    /// <param name="Words">Why the verdict is unknown.</param>
    /// <param name="IsDecided">There is an order all the same, which only proves little.</param>
    public sealed record Open(string Words, bool IsDecided) : GrowingFinding;
}
