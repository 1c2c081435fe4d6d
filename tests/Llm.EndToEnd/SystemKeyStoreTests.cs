using Llm.Testing;

namespace Llm.EndToEnd;

/// <summary>The system's key store, which is a real GNOME Keyring on a message bus of the test's own.</summary>
public sealed class SystemKeyStoreTests(InstalledTool tool)
{
    private const string Unlocked =
        "printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; trap 'kill $(pgrep -P $$ -f gnome-keyring)' EXIT; ";

    [Fact]
    public async Task A_key_is_stored_read_and_removed()
    {
        using var user = new TemporaryUserDirectory();
        var run = await InSessionAsync(user, Unlocked + """
            set -e
            "$LLM" keys set openai --store system --value 'sk-ünïcode-1'
            "$LLM" keys set openai --store system --value 'sk-ünïcode-2'
            "$LLM" keys set other --store system --value 'sk-other'
            "$LLM" keys
            "$LLM" keys list --store system
            "$LLM" keys get openai
            "$LLM" keys get other --store system
            "$LLM" keys remove openai
            "$LLM" keys list --store system
            "$LLM" keys get openai || echo "exit $?"
            grep -c sk- "$LLM_USER_PATH"/* || true
            """);
        run.Output.ShouldBe(
            "openai\nother\nopenai\nother\nsk-ünïcode-2\nsk-other\nother\nexit 1\n0\n", run.Error);
        File.Exists(user.Directory.KeysFile).ShouldBeFalse();
    }

    [Fact]
    public async Task A_prompt_is_sent_with_the_key_and_one_that_is_gone_is_an_error()
    {
        using var user = new TemporaryUserDirectory();
        await using var server = await FakeServer.StartAsync();
        user.Write(
            "extra-openai-models.yaml",
            $"- {{model_id: m, model_name: m, api_base: '{server.BaseAddress}', api_key_name: mine}}\n");
        var run = await InSessionAsync(user, Unlocked + """
            "$LLM" keys set mine --store system --value sk-mine-123
            "$LLM" -m m hi -n
            printf '{"mine": {"system": ""}, "gone": {"system": ""}}' > "$LLM_USER_PATH/key_sources.json"
            "$LLM" -m m hi -n --key gone
            """);
        server.Requests.ShouldHaveSingleItem().Header("Authorization").ShouldBe("Bearer sk-mine-123");
        run.Error.ShouldContain("Error: The key 'gone' is not in the system's key store any more.");
    }

    [Fact]
    public async Task Without_a_message_bus_the_error_says_what_to_do_and_nothing_is_recorded()
    {
        using var user = new TemporaryUserDirectory();
        var run = await InSessionAsync(user, "\"$LLM\" keys set openai --store system --value sk-1", hasBus: false);
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldStartWith("Error: The system's key store cannot be used: ");
        run.Error.ShouldContain("use 'llm keys set NAME', or --command with a password manager.");
        File.Exists(user.Directory.KeySourcesFile).ShouldBeFalse();
    }

    private async Task<Run> InSessionAsync(TemporaryUserDirectory user, string script, bool hasBus = true)
    {
        Assert.SkipUnless(
            File.Exists("/usr/bin/gnome-keyring-daemon") && File.Exists("/usr/bin/dbus-run-session"),
            "needs gnome-keyring and dbus-run-session");
        var home = Directory.CreateTempSubdirectory("keyring");
        try
        {
            var environment = new Dictionary<string, string>
            {
                ["LLM"] = tool.Path,
                ["HOME"] = home.FullName,
                ["XDG_RUNTIME_DIR"] = home.FullName,
                ["XDG_DATA_HOME"] = home.FullName,
                ["LANG"] = "C.UTF-8",
            };
            if (!hasBus) environment["DBUS_SESSION_BUS_ADDRESS"] = $"unix:path={home.FullName}/none";
            string[] shell = ["sh", "-c", script];
            return hasBus
                ? await Run.ToEndAsync("/usr/bin/dbus-run-session", user.Path, ["--", .. shell], [], environment)
                : await Run.ToEndAsync("/bin/sh", user.Path, shell[1..], [], environment);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }
}
