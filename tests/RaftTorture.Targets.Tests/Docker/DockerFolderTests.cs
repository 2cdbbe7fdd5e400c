using System.Collections.Immutable;
using RaftTorture.Targets.Docker.Helper;
using RaftTorture.Targets.Docker.Images;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Targets.Tests.Docker;

/// <summary>What people start by hand is what the nodes and the harness know.</summary>
public sealed class DockerFolderTests
{
    [Test]
    public async Task Every_flag_of_the_compose_file_is_an_option_of_the_node()
    {
        var help = await DockerFolder.NodeHelpAsync();
        foreach (var (flag, _) in DockerFolder.Services().Values.SelectMany(service => service.Flags))
            Assert.That(help, Does.Contain($"{flag} "), flag);
    }

    [Test]
    public void Five_nodes_know_each_other_and_where_clients_find_them()
    {
        var services = DockerFolder.Services();
        Assert.That(services.Keys, Is.EqualTo(new[] { "n1", "n2", "n3", "n4", "n5" }));
        foreach (var (name, node) in services)
        {
            var others = services.Where(other => other.Key != name).ToArray();
            Assert.That(node.All("--id"), Is.EqualTo(new[] { name }));
            Assert.That(node.All("--peer"), Is.EqualTo(others.Select(other => $"{other.Key}={other.Key}:{other.Value.All("--peer-port").Single()}")));
            Assert.That(node.All("--client"), Is.EqualTo(others.Select(other => $"{other.Key}=http://127.0.0.1:{other.Value.All("--client-port").Single()}")));
        }
    }

    [Test]
    public void Clients_are_let_in_from_this_machine_only()
    {
        foreach (var node in DockerFolder.Services().Values)
        {
            var port = node.All("--client-port").Single();
            Assert.That(node.Ports, Is.EqualTo(new[] { $"127.0.0.1:{port}:{port}" }));
        }
    }

    [Test]
    public void The_image_of_the_node_stands_upon_the_vendors_or_any_other_and_runs_nothing_to_be_made()
    {
        var lines = DockerFolder.Read("Dockerfile").Split('\n');
        Assert.That(lines, Has.Member($"ARG BASE_IMAGE={BaseImage.Repository}:{BaseImage.Tag}"));
        Assert.That(lines, Has.Member($"ENTRYPOINT [\"dotnet\", \"/app/{Application.At(NodeBinary.Locate()).Program}\"]"));
        Assert.That(lines, Has.None.StartsWith("RUN"));
    }

    [Test]
    public void The_helper_that_people_build_has_the_tools_and_the_name_that_the_harness_looks_for()
    {
        var dockerfile = DockerFolder.Read("helper.Dockerfile");
        Assert.That(dockerfile, Does.Contain($"-t {HelperImage.PeoplesBase} "));
        foreach (var package in Toolbox.Packages)
            Assert.That(dockerfile, Does.Contain($" {package} "), package);
    }

    [Test]
    public void Every_right_of_the_helper_is_explained()
    {
        var page = DockerFolder.Read("README.md");
        var spec = new HelperSpec("helper", ImmutableSortedDictionary<string, string>.Empty).ToContainer("image", [], withOptional: true).HostConfig!;
        foreach (var right in spec.CapAdd!)
            Assert.That(page, Does.Contain($"| `{right}`"), right);
        foreach (var bind in spec.Binds!)
            Assert.That(page, Does.Contain($"`{bind.Split(':')[1]}`"), bind);
        Assert.That(page, Does.Contain(Toolbox.InstallCommand));
    }
}
