namespace RaftTorture.Checking.Engines.Registers.Search;

/// <summary>Counters, one a number, that are all set back to 0 in one step.</summary>
internal sealed class Stamps(int size)
{
    private readonly int[] _round = new int[size];
    private readonly int[] _count = new int[size];
    private int _now;

    public int this[int number] => _round[number] == _now ? _count[number] : 0;

    public void Reset() => _now++;

    public void Add(int number)
    {
        _count[number] = this[number] + 1;
        _round[number] = _now;
    }
}
