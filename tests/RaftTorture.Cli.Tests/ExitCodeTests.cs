namespace RaftTorture.Cli.Tests;

public class ExitCodeTests
{
    [TestCase(new[] { 0, 0 }, 0)]
    [TestCase(new[] { 0, 2 }, 2)]
    [TestCase(new[] { 2, 255 }, 255)]
    [TestCase(new[] { 255, 1, 2 }, 1)]
    [TestCase(new int[0], 2)]
    public void In_a_batch_a_violation_outranks_everything(int[] codes, int code) =>
        Assert.That(ExitCode.OfBatch(codes), Is.EqualTo(code));
}
