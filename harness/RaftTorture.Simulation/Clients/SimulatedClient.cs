using System.Diagnostics;
using RaftTorture.Checking.Histories;
using RaftTorture.Client;
using RaftTorture.Kv;
using RaftTorture.Raft;
using RaftTorture.Replica;
using RaftTorture.Simulation.Nodes;

namespace RaftTorture.Simulation.Clients;

/// <summary>A client process: the production session, with the simulated network in place of its sockets.</summary>
internal sealed class SimulatedClient
{
    private static readonly KvClientOptions Patience = KvClientOptions.Default with { AttemptTimeout = TimeSpan.FromMilliseconds(800) };

    private readonly World _world;
    private readonly ClientSetup _setup;
    private readonly Workload _workload;
    private readonly HistoryRecorder _history;
    private readonly Dice _dice;
    private readonly ClientSession _session;
    private ClientCommand? _open;
    private int _process;
    private long _deadlineUs;
    private int _attempts;

    /// <param name="number">From 0: the first process number.</param>
    /// <param name="world">Whose cluster it uses.</param>
    /// <param name="setup">What all clients are told.</param>
    /// <param name="workload">What they do.</param>
    /// <param name="history">Where it is written down.</param>
    /// <param name="dice">Its own.</param>
    public SimulatedClient(int number, World world, ClientSetup setup, Workload workload, HistoryRecorder history, Dice dice)
    {
        (_process, _world, _setup, _workload, _history, _dice) = (number, world, setup, workload, history, dice);
        string[] nodes = [.. world.Setup.Founders.Select(node => node.ToString())];
        _session = new ClientSession(nodes, dice.Pick(nodes), (ulong)dice.Next63(), Patience);
    }

    /// <summary>No further command is begun.</summary>
    public bool IsStopping { get; set; }

    public bool IsIdle => _open is null;

    public void Go() => _world.Timeline.After(_dice.Between(0, 2L * _setup.ThinkUs), Begin);

    private void Begin()
    {
        if (IsStopping)
            return;
        _open = _workload.Next();
        _deadlineUs = _world.Timeline.NowUs + (_setup.PatienceMs * 1000L);
        _history.Add(EventType.Invoke, _open, _process, _open.Argument);
        Take(_session.Begin(_open.Command));
    }

    private void Take(SessionStep step)
    {
        switch (step)
        {
            case SessionStep.End end:
                End(_open!, end.Outcome);
                break;
            case var _ when _world.Timeline.NowUs >= _deadlineUs:
                Take(_session.Advance(new AttemptResult.DeadlinePassed()));
                break;
            case SessionStep.Send send:
                Send(_world[NodeId.Parse(send.Node)]);
                break;
            case SessionStep.Wait wait:
                _world.Timeline.After((long)wait.Duration.TotalMicroseconds, () => Take(_session.Advance(new AttemptResult.Waited())));
                break;
            default:
                throw new UnreachableException($"unknown step {step}");
        }
    }

    /// <summary>One attempt: it is answered, lost on either way, or refused because nobody listens there.</summary>
    private void Send(SimulatedNode node)
    {
        var attempt = ++_attempts;
        var call = _session.Request.Interpret();
        _world.Timeline.After(Patience.AttemptTimeout.Ticks / TimeSpan.TicksPerMicrosecond, () => Result(new AttemptResult.NoAnswer("no answer in time")));
        if (_dice.Permille(_setup.LossPermille))
            return;
        _world.Timeline.After(DelayUs(), () =>
        {
            if (!node.IsUp)
                Later(new AttemptResult.NotSent("connection refused"));
            else
                node.Ask(call, answer => Later(ResultOf(answer)));
        });

        void Later(AttemptResult result)
        {
            if (!_dice.Permille(_setup.LossPermille))
                _world.Timeline.After(DelayUs(), () => Result(result));
        }

        void Result(AttemptResult result)
        {
            if (attempt != _attempts)
                return;
            _attempts++;
            Take(_session.Advance(result));
        }
    }

    private static AttemptResult ResultOf(ClientAnswer? answer) =>
        answer is null ? new AttemptResult.NoAnswer("connection reset") : new AttemptResult.Replied(answer.ToReply(Nowhere));

    private static string? Nowhere(NodeId node) => null;

    private long DelayUs() => _dice.Between(100, 1_000);

    private void End(ClientCommand command, KvOutcome outcome)
    {
        Record(command, outcome);
        _open = null;
        Go();
    }

    private void Record(ClientCommand command, KvOutcome outcome)
    {
        switch (outcome)
        {
            case KvOutcome.Done { Result: KvResult.CasMiss miss }:
                _history.Add(EventType.Fail, command, _process, command.Argument, HistoryEvent.CasMiss, Value.Of(miss.Observed));
                _workload.Saw(command.Key, Value.Of(miss.Observed));
                break;
            case KvOutcome.Done { Result: KvResult.Done done }:
                var value = command.Command is KvCommand.Get ? Value.Of(done.Value) : command.Argument;
                _history.Add(EventType.Ok, command, _process, value);
                _workload.Saw(command.Key, value is Value.Items items ? items.Content[1] : value);
                break;
            case KvOutcome.Failed failed:
                _history.Add(EventType.Fail, command, _process, command.Argument, failed.Reason);
                break;
            case KvOutcome.Unknown unknown:
                _history.Add(EventType.Info, command, _process, command.Argument, unknown.Reason);
                _process += _setup.Count; // Jepsen's rule: a process in doubt retires its number.
                break;
            default:
                throw new UnreachableException($"unknown outcome {outcome}");
        }
    }
}
