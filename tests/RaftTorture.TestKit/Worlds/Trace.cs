using System.Text;
using RaftTorture.Raft;

namespace RaftTorture.TestKit.Worlds;

/// <summary>The last steps that had an effect, kept as values and put into words only when somebody asks.</summary>
public sealed class Trace(string title)
{
    private const int Kept = 600;
    private readonly Queue<(long AtMs, NodeId Node, Input Input, IReadOnlyList<Effect> Effects)> _steps = [];

    public void Add(long atMs, NodeId node, Input input, IReadOnlyList<Effect> effects)
    {
        if (_steps.Count == Kept)
            _steps.Dequeue();
        _steps.Enqueue((atMs, node, input, effects));
    }

    public void Clear() => _steps.Clear();

    /// <summary>One line a step and, indented, one an effect.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(title).Append('\n');
        foreach (var (atMs, node, input, effects) in _steps)
        {
            text.Append($"{atMs} ms  {node}: {Wording.Of(input)}\n");
            foreach (var effect in effects)
                text.Append($"    {Wording.Of(effect)}\n");
        }

        return text.ToString();
    }
}
