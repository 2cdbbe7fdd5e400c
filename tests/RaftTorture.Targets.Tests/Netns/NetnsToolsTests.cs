using RaftTorture.Targets.Netns;

namespace RaftTorture.Targets.Tests.Netns;

public sealed class NetnsToolsTests
{
    [TestCase("kernel/unprivileged_userns_clone", "0", "sysctl -w kernel.unprivileged_userns_clone=1")]
    [TestCase("kernel/apparmor_restrict_unprivileged_userns", "1", "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0")]
    [TestCase("user/max_user_namespaces", "0", "sysctl -w user.max_user_namespaces=15000")]
    public void What_denies_a_user_namespace_is_told_with_the_command_that_allows_it(string path, string value, string remedy)
    {
        var tools = new NetnsTools(asked => asked == path ? value : null);
        Assert.That(tools.Remedy(), Does.Contain(remedy));
    }

    [Test]
    public void Where_the_kernel_does_not_tell_root_and_containers_are_named()
    {
        Assert.That(new NetnsTools(_ => null).Remedy(), Does.Contain("root").And.Contain("--cap-add SYS_ADMIN"));
    }

    [Test]
    [Platform("Linux")]
    public void A_probe_says_how_it_works_or_what_to_do()
    {
        var (ability, arguments) = new NetnsTools().Probe();
        Assert.That(ability.Works ? arguments.Count > 0 : ability.Remedy is not null, ability.Words);
    }
}
