using RaftTorture.Cli.Commands;
using RaftTorture.Running.Ports;

namespace RaftTorture.Cli.Tests;

public class TenureTests
{
    [TestCase(ExitCode.Invalid, ExitCode.Invalid)]
    [TestCase(ExitCode.Valid, ExitCode.InternalError)]
    [TestCase(ExitCode.Unknown, ExitCode.InternalError)]
    public async Task A_failed_tear_down_is_told_and_what_was_proved_wrong_stays_wrong(int code, int answer)
    {
        using var error = new StringWriter();
        Assert.That(await Tenure.OfAsync(new Stuck(), _ => Task.FromResult(code), error), Is.EqualTo(answer));
        Assert.That(error.ToString(), Is.EqualTo($"raft-torture: it is stuck{Environment.NewLine}"));
    }

    [Test]
    public void A_failed_tear_down_does_not_hide_the_failure_before_it()
    {
        using var error = new StringWriter();
        Assert.That(
            () => Tenure.OfAsync(new Stuck(), _ => throw new ClusterException("no leader"), error), Throws.TypeOf<ClusterException>().With.Message.EqualTo("no leader"));
        Assert.That(error.ToString(), Does.Contain("it is stuck"));
    }

    private sealed class Stuck : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => throw new ClusterException("it is stuck");
    }
}
