using RaftTorture.Targets.Faults;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Faults;

/// <summary>What is said of a node that is already as it should be: somebody has looked.</summary>
public sealed class DownAndUpTests
{
    [TestCase(true)]
    [TestCase(false)]
    public async Task A_node_that_is_up_is_started_if_it_answers(bool serves)
    {
        var node = new PaperNode { Serves = () => serves };
        var effect = await new KillInjector((_, _) => Task.FromResult(TimeSpan.Zero)).StartAsync([node], default);
        Assert.That(effect.Confirmed, Is.EqualTo(serves), effect.Evidence);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_node_that_is_down_is_killed_and_paused_unless_it_answers(bool answers)
    {
        var node = new PaperNode { Serves = () => answers, IsGhost = true };
        node.Life.End(3);
        var (killed, paused) = (await KillInjector.KillAsync([node], default), await PauseInjector.PauseAsync([node], default));
        Assert.That((killed.Confirmed, paused.Confirmed), Is.EqualTo((!answers, !answers)), $"{killed.Evidence} / {paused.Evidence}");
        Assert.That(killed.Evidence, Does.Contain("ended with code 3"));
    }
}
