using RaftTorture.Replica;

namespace RaftTorture.Node;

/// <summary>Where sockets leave what the event loop must handle: bounded, so that a flood costs its sender and not the node.</summary>
internal sealed class Inbox(int maxMessages, int maxRequests)
{
    private readonly object _gate = new();
    private List<Received> _messages = [];
    private List<ClientRequest> _requests = [];
    private List<Greeted> _greetings = [];
    private bool _isClosed;

    /// <summary>Leaves a message; a full inbox loses it, as a network may.</summary>
    public void Post(Received message)
    {
        lock (_gate)
        {
            if (_messages.Count >= maxMessages)
                return;
            _messages.Add(message);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>A peer has connected or hung up; a full inbox loses that too.</summary>
    public void Post(Greeted greeted)
    {
        lock (_gate)
        {
            if (_greetings.Count >= maxMessages)
                return;
            _greetings.Add(greeted);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Leaves a request. False if the node is overloaded or stopping: nothing will be done for it.</summary>
    public bool TryPost(ClientRequest request)
    {
        lock (_gate)
        {
            if (_isClosed || _requests.Count >= maxRequests)
                return false;
            _requests.Add(request);
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Waits until something is there or the time is over, and takes all of it.</summary>
    public Batch Take(int timeoutMs)
    {
        lock (_gate)
        {
            if (_messages.Count == 0 && _requests.Count == 0 && _greetings.Count == 0 && !_isClosed)
                Monitor.Wait(_gate, timeoutMs);
            var taken = new Batch(_messages, _requests) { Greetings = _greetings };
            _messages = [];
            _requests = [];
            _greetings = [];
            return taken;
        }
    }

    /// <summary>Takes no more requests and wakes the loop.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }
}
