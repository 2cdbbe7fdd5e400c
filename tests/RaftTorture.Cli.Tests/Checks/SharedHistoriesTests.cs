namespace RaftTorture.Cli.Tests.Checks;

/// <summary>Recordings of real clusters and of other tools, whose verdicts are known; they are not part of this repository.</summary>
public sealed class SharedHistoriesTests
{
    [TestCase("edge")]
    [TestCase("knossos")]
    [TestCase("porcupine")]
    [TestCase("real")]
    [TestCase("synthetic")]
    public async Task All_verdicts_are_right(string folder)
    {
        var histories = Find(folder) ?? throw new IgnoreException($"shared/histories/{folder} is nowhere above this test: nothing was checked");
        var answer = await Invocation.OfAsync("check", histories, "--expect");
        Assert.That(answer.ExitCode, Is.EqualTo(ExitCode.Valid), answer.Error + answer.Output);
    }

    private static string? Find(string folder)
    {
        for (var above = new DirectoryInfo(TestContext.CurrentContext.TestDirectory); above is not null; above = above.Parent)
        {
            var found = Path.Combine(above.FullName, "shared", "histories", folder);
            if (Directory.Exists(found))
                return found;
        }

        return null;
    }
}
