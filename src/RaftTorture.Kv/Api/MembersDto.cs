namespace RaftTorture.Kv.Api;

/// <summary>The body of <c>GET /members</c> on the admin port: the configuration in force on this node, committed or not.</summary>
/// <param name="Leader">The leader that this node knows of, or null.</param>
/// <param name="Members">Each member once, by id.</param>
public sealed record MembersDto(string? Leader, IReadOnlyList<MemberDto> Members);

/// <param name="Id">E.g. <c>n1</c>.</param>
/// <param name="Part"><c>voter</c> or <c>learner</c>.</param>
/// <param name="Address">Where its peers reach it; empty if each node is told by its own arguments.</param>
public sealed record MemberDto(string Id, string Part, string Address);
