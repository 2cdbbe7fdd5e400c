using System.Diagnostics;
using RaftTorture.Kv.Api;
using RaftTorture.Running.Ports;

namespace RaftTorture.Targets.Faults;

/// <summary>Asks a cluster for something until it is seen to be done, and keeps what it was told, for the evidence.</summary>
/// <remarks>
/// A cluster may have no leader just then, or be busy with another change: it is asked again as long as something moves. Then it is given up,
/// for no other fault strikes or heals meanwhile, and it may take the heal of one for the request to be granted.
/// </remarks>
internal sealed class Petition
{
    private static readonly TimeSpan StandstillPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<(string Words, int Times)> _told = [];
    private long _moved = Stopwatch.GetTimestamp();
    private object? _state;

    private Petition()
    {
    }

    /// <summary>Tries until a try gives an effect, or it is hopeless.</summary>
    public static async Task<FaultEffect> MakeAsync(Func<Petition, Task<FaultEffect?>> tryAsync, CancellationToken cancellation)
    {
        var petition = new Petition();
        while (true)
        {
            var effect = await tryAsync(petition);
            if (effect is null && petition.IsHopeless)
                effect = new FaultEffect(false, $"not seen to be done within {petition.ElapsedMs:0} ms");
            if (effect is not null)
                return effect with { Evidence = petition.WithWhatWasTold(effect.Evidence) };
            await Task.Delay(Pause, cancellation);
        }
    }

    public double ElapsedMs => Stopwatch.GetElapsedTime(_start).TotalMilliseconds;

    private bool IsHopeless => Stopwatch.GetElapsedTime(_moved) > StandstillPatience || Stopwatch.GetElapsedTime(_start) > Patience;

    /// <summary>Where the matter stands: whatever differs from the last time is movement.</summary>
    public void Stands(object state)
    {
        if (!state.Equals(_state))
            _moved = Stopwatch.GetTimestamp();
        _state = state;
    }

    public void Note(string words)
    {
        if (_told is [.., var (last, times)] && last == words)
            _told[^1] = (last, times + 1);
        else
            _told.Add((words, 1));
    }

    public void Note(string node, string request, AdminReply reply) => Note($"{node} on {request}: {Words(reply)}");

    private static string Words(AdminReply reply) => reply switch
    {
        AdminReply.Ok => "ok",
        AdminReply.NotLeader notLeader => $"not the leader, {notLeader.Leader ?? "nobody"} is",
        AdminReply.Refused refused => $"refused, {refused.Reason}",
        AdminReply.BadRequest bad => $"bad request, {bad.Reason}",
        AdminReply.Unknown unknown => $"unknown, {unknown.Reason}",
        _ => throw new UnreachableException($"{reply}"),
    };

    private string WithWhatWasTold(string evidence) =>
        string.Join("; ", _told.Select(told => told.Times == 1 ? told.Words : $"{told.Words} ({told.Times} times)").Prepend(evidence));
}
