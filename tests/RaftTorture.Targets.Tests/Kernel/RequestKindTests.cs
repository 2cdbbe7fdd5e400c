using System.Text.Json;
using RaftTorture.Targets.Kernel;
using RaftTorture.Targets.Kernel.Agent;
using RaftTorture.Targets.Tests.Kit;

namespace RaftTorture.Targets.Tests.Kernel;

/// <summary>Whatever can be asked of a machine can be asked of one that is elsewhere.</summary>
public sealed class RequestKindTests
{
    private static IEnumerable<TestCaseData> Kinds => RequestKinds.All.Values.OrderBy(kind => kind.Name, StringComparer.Ordinal)
        .Select(kind => new TestCaseData(kind.Request, kind.Reply).SetArgDisplayNames(kind.Name));

    [TestCaseSource(nameof(Kinds))]
    public void A_request_and_its_reply_arrive_as_they_were_sent(Type request, Type reply)
    {
        var sent = Sample.Of(request);
        var ask = Travel(new ToAgent.Ask(1, request.Name, JsonSerializer.SerializeToElement(sent, request, AgentJson.Options)));
        AssertSame(RequestKinds.Read(ask).Request, sent);

        var answer = Sample.Of(reply);
        var arrived = JsonSerializer.SerializeToElement(answer, reply, AgentJson.Options).Deserialize(reply, AgentJson.Options);
        AssertSame(arrived, answer);
    }

    [Test]
    public void A_request_of_another_version_is_refused_by_name()
    {
        var ask = new ToAgent.Ask(1, "BendSpoon", JsonSerializer.SerializeToElement(new object()));
        Assert.That(() => RequestKinds.Read(ask), Throws.TypeOf<KernelException>().With.Message.Contains("BendSpoon"));
    }

    /// <summary>By their members, for an immutable array equals no other; a record without members has nothing to compare by.</summary>
    private static void AssertSame(object? arrived, object sent)
    {
        if (!sent.Equals(arrived))
            Assert.That(arrived, Is.EqualTo(sent).UsingPropertiesComparer());
    }

    private static ToAgent.Ask Travel(ToAgent.Ask ask) =>
        (ToAgent.Ask)JsonSerializer.Deserialize<ToAgent>(JsonSerializer.Serialize<ToAgent>(ask, AgentJson.Options), AgentJson.Options)!;
}
