namespace RaftTorture.Kv.Api;

/// <summary>The body of <c>POST /transfer</c> on the admin port: hand leadership over.</summary>
/// <param name="To">The successor, e.g. <c>n2</c>; null or left out: whom the leader finds fit.</param>
public sealed record TransferRequest(string? To = null);

/// <summary>The body of <c>POST /members</c> on the admin port: one step of membership.</summary>
/// <param name="Change">One of <see cref="MemberChange"/>.</param>
/// <param name="Node">Whom it concerns, e.g. <c>n6</c>.</param>
/// <param name="Address">For <see cref="MemberChange.AddLearner"/>: where its peers reach it, e.g. <c>10.0.0.7:7000</c>; null if each node is told by its own arguments.</param>
public sealed record MembersRequest(string Change, string Node, string? Address = null);

/// <summary>The body of <c>POST /snapshot</c> on the admin port: <c>{}</c>.</summary>
public sealed record SnapshotRequest;

/// <summary>The steps of membership by name.</summary>
public static class MemberChange
{
    public const string AddLearner = "add-learner";
    public const string Promote = "promote";
    public const string Demote = "demote";
    public const string Remove = "remove";
}
