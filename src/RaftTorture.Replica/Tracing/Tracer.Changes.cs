using System.Collections.Immutable;
using RaftTorture.Raft;

namespace RaftTorture.Replica.Tracing;

/// <summary>What a step changed, told in the order in which Raft changes it: role, log, members, commit.</summary>
public sealed partial class Tracer
{
    private void ChangeRole(TraceView after)
    {
        var entersTerm = after.Term > _state.Term;
        if (entersTerm && after.Role is Role.Candidate or Role.Leader)
            Become(TraceEvent.BecomeCandidate, Role.Candidate, after, after.VotedFor); // Alone in its cluster it leads in the same step.
        if (after.Role == Role.Leader && _state.Role != Role.Leader)
            Become(TraceEvent.BecomeLeader, Role.Leader, after, after.VotedFor);
        if (after.Role == Role.PreCandidate && _state.Role != Role.PreCandidate)
            Become(TraceEvent.BecomePreCandidate, Role.PreCandidate, after, after.VotedFor);
        if (after.Role == Role.Follower && (entersTerm || _state.Role != Role.Follower))
            Become(TraceEvent.BecomeFollower, Role.Follower, after, entersTerm ? null : after.VotedFor);
        if (after.VotedFor != _state.VotedFor)
            Vote(after.VotedFor);
        if (after.Leader != _state.Leader)
            Follow(after.Leader);
    }

    private void Become(TraceEvent kind, Role role, TraceView after, NodeId? votedFor)
    {
        var leader = role == after.Role ? after.Leader : null;
        _state.Become(role, after.Term, votedFor, leader);
        Write(kind, inExtra: json => json.WriteNode("leader", leader));
    }

    private void Vote(NodeId? votedFor)
    {
        _state.VotedFor = votedFor;
        Write(TraceEvent.Vote);
    }

    private void Follow(NodeId? leader)
    {
        _state.Leader = leader;
        Write(TraceEvent.LeaderKnown, inExtra: json => json.WriteNode("leader", leader));
    }

    private void ChangeLog(IReadOnlyList<Effect> effects)
    {
        foreach (var effect in effects)
        {
            if (effect is Effect.Persist { Entries: { IsEmpty: false } entries })
                Append(entries);
            else if (effect is Effect.InstallSnapshot install)
                Install(install);
        }
    }

    private void Append(ImmutableArray<Entry> entries)
    {
        if (entries[0].Index <= _state.LastIndex)
        {
            _state.LastIndex = entries[0].Index.Previous;
            Write(TraceEvent.Truncate);
        }

        if (_state.Role == Role.Leader)
            Announce(entries);
        _state.LastIndex = entries[^1].Index;
        Write(TraceEvent.Append, inExtra: json => json.WriteEntries(entries));
    }

    /// <summary>What a leader takes from its clients, told before the log has it, as etcd raft does.</summary>
    private void Announce(ImmutableArray<Entry> entries)
    {
        var members = _state.Configuration;
        foreach (var entry in entries)
        {
            if (entry.Kind != EntryKind.Configuration)
            {
                Write(TraceEvent.Replicate);
                continue;
            }

            var (from, to) = (members, ConfigurationCodec.Decode(entry.Payload.Span));
            Write(TraceEvent.ChangeConf, json => ConfigurationTrace.WriteChanges(json, from, to));
            members = to;
        }
    }

    private void Install(Effect.InstallSnapshot install)
    {
        var last = install.Snapshot.LastIndex;
        _state.LastIndex = install.KeepsLog ? LogIndex.Max(_state.LastIndex, last) : last;
        _state.CommitIndex = LogIndex.Max(_state.CommitIndex, last);
        Write(TraceEvent.SnapshotInstalled, inExtra: json =>
        {
            json.WritePosition("snapshot", last, install.Snapshot.LastTerm);
            json.WriteBoolean("keepsLog", install.KeepsLog);
        });
    }

    private void ChangeConfiguration(IReadOnlyList<Effect> effects)
    {
        foreach (var configured in effects.OfType<Effect.Configured>())
        {
            var configuration = configured.Configuration;
            Write(
                TraceEvent.ApplyConfChange,
                json => ConfigurationTrace.WriteResult(json, configuration),
                json => json.WriteLearners(configuration));
            _state.Configuration = configuration; // After the line: etcd raft shows the old configuration in it.
        }
    }

    private void Commit(IReadOnlyList<Effect> effects, LogIndex commitIndex)
    {
        foreach (var apply in effects.OfType<Effect.Apply>())
            CommitTo(apply.Entries[^1].Index);
        CommitTo(commitIndex);
    }

    private void CommitTo(LogIndex index)
    {
        if (index <= _state.CommitIndex)
            return;
        _state.CommitIndex = index;
        Write(_state.Role == Role.Leader ? TraceEvent.Commit : TraceEvent.FollowerCommit);
    }
}
