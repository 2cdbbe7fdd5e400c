namespace RaftTorture.Running.Files;

/// <summary>What a person may have meant by a misspelt name.</summary>
internal static class NearestName
{
    private const int MostSlips = 3;

    /// <summary>The known name that is fewest slips away; null if none is near enough to be a guess worth making.</summary>
    public static string? Of(string name, IReadOnlyList<string> known) =>
        known.Select(candidate => (candidate, slips: Slips(name, candidate)))
            .Where(guess => guess.slips <= Math.Min(MostSlips, name.Length / 2))
            .OrderBy(guess => guess.slips)
            .ThenBy(guess => guess.candidate, StringComparer.Ordinal)
            .Select(guess => guess.candidate)
            .FirstOrDefault();

    /// <summary>Letters to add, drop or change: Levenshtein's distance, a row of his table at a time.</summary>
    private static int Slips(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var above = row[j];
                var change = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                row[j] = Math.Min(change, 1 + Math.Min(above, row[j - 1]));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
