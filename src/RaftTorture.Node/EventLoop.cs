using RaftTorture.Node.Tracing;
using RaftTorture.Replica;

namespace RaftTorture.Node;

/// <summary>The one thread that touches the replica: takes what came, handles it as a batch, publishes what can be seen.</summary>
internal sealed class EventLoop
{
    /// <summary>The replica looks at its clock this often, milliseconds; well below any heartbeat.</summary>
    private const int TickMs = 5;

    private readonly RaftReplica _replica;
    private readonly int _applyDelayMs;
    private readonly TraceFile? _trace;
    private readonly Inbox _inbox;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ReplicaView _view;
    private volatile bool _isStopping;

    /// <param name="replica">Whose loop this is.</param>
    /// <param name="inbox">Where its input is left.</param>
    /// <param name="applyDelayMs">A torture knob: how much longer each batch takes that applies something, as on a slow machine.</param>
    /// <param name="trace">Written out after each batch; null if nobody traces.</param>
    public EventLoop(RaftReplica replica, Inbox inbox, int applyDelayMs, TraceFile? trace)
    {
        _trace = trace;
        _replica = replica;
        _applyDelayMs = applyDelayMs;
        _inbox = inbox;
        _view = ReplicaView.Of(replica);
        _thread = new Thread(Run) { Name = "raft", IsBackground = true };
    }

    /// <summary>The replica as it stood after the last batch.</summary>
    public ReplicaView View => _view;

    /// <summary>Ends when the loop does; faulted with what broke it.</summary>
    public Task Ended => _ended.Task;

    public void Start() => _thread.Start();

    public void Stop()
    {
        _isStopping = true;
        _inbox.Close();
    }

    private void Run()
    {
        try
        {
            while (!_isStopping)
            {
                _replica.Handle(_inbox.Take(TickMs));
                _trace?.EndBatch();
                var view = ReplicaView.Of(_replica);
                if (_applyDelayMs > 0 && view.AppliedIndex > _view.AppliedIndex)
                    Thread.Sleep(_applyDelayMs);
                _view = view;
            }

            _ended.SetResult();
        }
        catch (Exception e) // Whatever it is, the replica can no longer be trusted: the node stops, loudly.
        {
            _ended.SetException(e);
        }
    }
}
