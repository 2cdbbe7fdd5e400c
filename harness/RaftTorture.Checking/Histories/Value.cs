using System.Collections.Immutable;

namespace RaftTorture.Checking.Histories;

/// <summary>What an operation carries: absence, a number, a text, or a list of these (a cas is <c>[expected, new]</c>).</summary>
/// <remarks>Values are compared by content, so that a checker can ask whether a read saw a write.</remarks>
public abstract record Value
{
    private Value()
    {
    }

    /// <summary>Explicit absence: the key is not there, or the operation carries nothing.</summary>
    public static readonly Value Absent = new Nil();

    public static Value Of(long number) => new Number(number);

    public static Value Of(string? text) => text is null ? Absent : new Text(text);

    public static Value Of(IEnumerable<Value> items) => new Items([.. items]);

    /// <summary>The arguments of a compare-and-set.</summary>
    public static Value Cas(Value expected, Value next) => new Items([expected, next]);

    public sealed record Nil : Value
    {
        public override string ToString() => "null";
    }

    public sealed record Number(long Content) : Value
    {
        public override string ToString() => Content.ToString();
    }

    public sealed record Text(string Content) : Value
    {
        public override string ToString() => Content;
    }

    public sealed record Items(ImmutableArray<Value> Content) : Value
    {
        public bool Equals(Items? other) => other is not null && Content.AsSpan().SequenceEqual(other.Content.AsSpan());

        public override int GetHashCode()
        {
            var hash = 17;
            foreach (var item in Content)
                hash = unchecked((hash * 31) + item.GetHashCode());
            return hash;
        }

        public override string ToString() => $"[{string.Join(" ", Content)}]";
    }
}
