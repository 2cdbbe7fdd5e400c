using System.Text.Json;
using RaftTorture.Kv.Api;

namespace RaftTorture.Kv.Tests.Api;

/// <summary>The admin port's words are as strict as the clients': what does not fit is refused, never guessed.</summary>
public class AdminJsonTests
{
    [TestCase("{}", null)]
    [TestCase("{\"to\":\"n2\"}", "n2")]
    public void A_transfer_may_name_its_target(string body, string? target) =>
        Assert.That(JsonSerializer.Deserialize(body, AdminJson.Default.TransferRequest), Is.EqualTo(new TransferRequest(target)));

    [TestCase("{\"target\":\"n2\"}")]
    [TestCase("{\"to\":2}")]
    public void A_misspelt_transfer_is_refused(string body) =>
        Assert.That(() => JsonSerializer.Deserialize(body, AdminJson.Default.TransferRequest), Throws.InstanceOf<JsonException>());

    [TestCase("{\"change\":\"remove\"}")]
    [TestCase("{\"change\":null,\"node\":\"n6\"}")]
    [TestCase("{\"change\":\"remove\",\"change\":\"promote\",\"node\":\"n6\"}")]
    public void A_change_without_its_parts_is_refused(string body) =>
        Assert.That(() => JsonSerializer.Deserialize(body, AdminJson.Default.MembersRequest), Throws.InstanceOf<JsonException>());

    [Test]
    public void Each_reply_comes_back_as_it_was_sent()
    {
        AdminReply[] replies = [new AdminReply.Ok(), new AdminReply.NotLeader("n2"), new AdminReply.NotLeader(null), new AdminReply.Refused("no"), new AdminReply.Unknown("?"), new AdminReply.BadRequest("!")];

        Assert.That(replies.Select(reply => JsonSerializer.Deserialize(JsonSerializer.Serialize(reply, AdminJson.Default.AdminReply), AdminJson.Default.AdminReply)), Is.EqualTo(replies));
    }

    [Test]
    public void A_reply_names_its_case_in_its_status() =>
        Assert.That(JsonSerializer.Serialize(new AdminReply.Refused("n6 lags"), AdminJson.Default.AdminReply), Is.EqualTo("{\"status\":\"refused\",\"reason\":\"n6 lags\"}"));
}
