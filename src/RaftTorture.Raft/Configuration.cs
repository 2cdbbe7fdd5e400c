using System.Collections.Immutable;

namespace RaftTorture.Raft;

/// <summary>Who belongs to the cluster: a value, in force from the moment its entry is in the log, committed or not (section 6).</summary>
public sealed class Configuration : IEquatable<Configuration>
{
    /// <summary>Of a server that waits to be added: it never campaigns.</summary>
    public static readonly Configuration Empty = new([]);

    public Configuration(IEnumerable<Member> members)
    {
        Members = [.. members.OrderBy(member => member.Id)];
        Voters = [.. Members.Where(member => member.IsVoter).Select(member => member.Id)];
    }

    /// <summary>Each once, by id.</summary>
    public ImmutableArray<Member> Members { get; }

    /// <summary>Who counts, by id.</summary>
    public ImmutableArray<NodeId> Voters { get; }

    /// <summary>The founding configuration, which every founder is told alike.</summary>
    public static Configuration Of(IEnumerable<NodeId> voters) => new(voters.Select(id => new Member(id, IsVoter: true, LogIndex.Zero, "")));

    public Member? Find(NodeId id) => Members.FirstOrDefault(member => member.Id == id);

    public bool HasVoter(NodeId id) => Find(id) is { IsVoter: true };

    /// <summary>The next configuration, or null if the change makes no sense here.</summary>
    /// <param name="change">One step.</param>
    /// <param name="at">The index of the entry that will hold the result.</param>
    public Configuration? With(MembershipChange change, LogIndex at) => (change, Find(change.Node)) switch
    {
        (MembershipChange.AddLearner add, null) => new([.. Members, new Member(add.Node, IsVoter: false, at, add.Address)]),
        (MembershipChange.Promote, { IsVoter: false } learner) => Replacing(learner, learner with { IsVoter = true }),
        (MembershipChange.Demote, { IsVoter: true } voter) when Voters.Length > 1 => Replacing(voter, voter with { IsVoter = false }),
        (MembershipChange.Remove, { } member) when !member.IsVoter || Voters.Length > 1 => new(Members.Remove(member)),
        _ => null,
    };

    public bool Equals(Configuration? other) => other is not null && Members.SequenceEqual(other.Members);

    public override bool Equals(object? obj) => Equals(obj as Configuration);

    public override int GetHashCode() => Members.Aggregate(0, (hash, member) => unchecked((hash * 31) + member.Id.Value));

    public override string ToString() => string.Join(' ', Members.Select(member => member.IsVoter ? $"{member.Id}" : $"({member.Id})"));

    private Configuration Replacing(Member old, Member member) => new(Members.Replace(old, member));
}
