namespace Llm.Mcp.Tests.Servers;

/// <summary>A second real server: files of one folder.</summary>
public sealed class FilesystemTests : McpTest
{
    public override ValueTask InitializeAsync()
    {
        User.Write("notes/pelican.txt", "Pelicans glide.");
        Add("files", "node", NpmPackages.Filesystem, Path.Combine(User.Path, "notes"));
        return base.InitializeAsync();
    }

    [Fact]
    public async Task Files_are_read_and_the_folder_is_not_left()
    {
        await using var toolbox = await PreparedAsync(Servers.Toolbox("files"));
        var path = Path.Combine(User.Path, "notes", "pelican.txt");
        (await CallAsync(toolbox, "read_text_file", $$"""{"path": "{{path}}"}""")).Text.ShouldBe("Pelicans glide.");
        var error = await Should.ThrowAsync<McpServerException>(
            () => CallAsync(toolbox, "read_text_file", """{"path": "/etc/hostname"}"""));
        error.Message.ShouldContain("Access denied");
        error.Server.ShouldBe("files");
    }

    [Fact]
    public async Task A_tool_that_it_does_not_have_is_told_with_those_it_has()
    {
        await using var toolbox = Servers.Toolbox("files/fly");
        (await Should.ThrowAsync<McpServerException>(() => toolbox.GetToolsAsync(Token))).Message
            .ShouldStartWith("The MCP server 'files' has no tool 'fly'. It has: read_file, ");
    }

    [Fact]
    public async Task What_a_server_has_is_counted()
    {
        var found = await Servers.InspectAsync("files", Token);
        found.Name.ShouldBe("secure-filesystem-server");
        found.Tools.ShouldContain("list_directory");
        (found.Resources.Count, found.Prompts.Count).ShouldBe((0, 0));
    }
}
