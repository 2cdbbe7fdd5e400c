using System.Text;
using RaftTorture.Raft;

namespace RaftTorture.Simulation.Watching;

/// <summary>The last steps that had an effect, kept as values and put into words only when somebody asks.</summary>
internal sealed class StepLog(Func<long> nowUs, Func<string> title)
{
    private const int Kept = 200;
    private readonly Queue<(long AtUs, NodeId Node, Input Input, IReadOnlyList<Effect> Effects)> _steps = [];

    public void Add(NodeId node, Input input, IReadOnlyList<Effect> effects)
    {
        if (_steps.Count == Kept)
            _steps.Dequeue();
        _steps.Enqueue((nowUs(), node, input, effects));
    }

    /// <summary>One line a step and, indented, one an effect.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(title()).Append('\n');
        foreach (var (atUs, node, input, effects) in _steps)
        {
            text.Append($"{atUs / 1000.0:0.000} ms  {node}: {input}\n");
            foreach (var effect in effects)
                text.Append($"    {effect}\n");
        }

        return text.ToString();
    }
}
