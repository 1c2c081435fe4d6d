using System.Diagnostics;
using Llm.Testing;

namespace Llm.EndToEnd.Packaging;

/// <summary>The packages in a root directory with little more than a C library: installed, used, upgraded while in use, removed.</summary>
public sealed class CleanRootTests(InstalledTool tool, PackageBuilds builds) : IDisposable
{
    private readonly SemaphoreSlim answer = new(0);

    public static TheoryData<bool> Kinds => [false, true];

    public void Dispose() => answer.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_package_is_installed_used_upgraded_while_a_prompt_runs_and_removed(bool debian)
    {
        using var root = await CreateAsync(debian);
        var before = root.Entries();
        await using var server = await FakeServer.StartAsync(request =>
        {
            answer.Wait(TimeSpan.FromMinutes(2));
            return EchoScript.Reply(request);
        });
        root.WriteModel("fake", server.BaseAddress);
        await InstallAsync(root, debian, await builds.OlderAsync(tool));
        var older = ProgramIn(root);

        (await root.RunAsync("llm", "--version")).ShouldBe(new Run(0, "llm, version 0.1.0\n", ""));
        (await root.RunAsync("llm", "-m", "echo", "hi")).ExitCode.ShouldBe(0);
        (await root.RunAsync("llm", "logs", "--json")).Output.ShouldContain("\"prompt\": \"hi\"");

        using var prompt = root.Start("llm", "-m", "fake", "a slow one");
        prompt.StandardInput.Close();
        await WaitForRequestAsync(server, prompt);
        await InstallAsync(root, debian, await builds.NewerAsync(tool));
        if (!debian) ProgramIn(root).ShouldNotBe(older);
        (await root.RunAsync("llm", "logs", "-n", "0", "--json")).Output.ShouldContain("\"prompt\": \"hi\"");
        answer.Release();
        (await Run.FinishAsync(prompt)).ShouldBe(new Run(0, "echo: a slow one\n", ""));
        (await root.RunAsync("llm", "logs", "-r")).ShouldBe(new Run(0, "echo: a slow one\n", ""));

        await RemoveAsync(root, debian);
        root.Entries().ShouldBe(before);
        File.Exists(Path.Combine(root.UserFolder, "logs.db")).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Without_OpenSSL_only_https_fails_and_says_what_to_install(bool debian)
    {
        using var root = await CreateAsync(debian);
        root.Entries().Where(entry => entry.Contains("libssl", StringComparison.Ordinal)).ShouldBeEmpty();
        await InstallAsync(root, debian, await builds.NewerAsync(tool));
        root.WriteModel("far", "https://127.0.0.1:9/v1");
        var run = await root.RunAsync("llm", "-m", "far", "hi");
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldBe("");
        run.Error.ShouldStartWith("Error: https needs OpenSSL");
        run.Error.ShouldContain("apt install libssl3");
        (await root.RunAsync("llm", "-m", "echo", "hi")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task The_Debian_package_is_not_installed_beside_a_C_library_that_is_too_old()
    {
        using var root = await CreateAsync(debian: true);
        root.SetLibraryVersion("2.31");
        var before = root.Entries();
        var run = await root.DpkgAsync("--install", (await builds.NewerAsync(tool)).Debian);
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("llm depends on libc6 (>= 2.");
    }

    private static async Task WaitForRequestAsync(FakeServer server, Process prompt)
    {
        var patience = Stopwatch.StartNew();
        while (server.Requests.Count == 0)
        {
            if (prompt.HasExited || patience.Elapsed > TimeSpan.FromMinutes(1))
                throw new InvalidOperationException("The prompt sent nothing: " + await prompt.StandardError.ReadToEndAsync());
            await Task.Delay(10);
        }
    }

    private static string? ProgramIn(CleanRoot root) => new FileInfo(root.In("/usr/local/bin/llm")).LinkTarget;

    private static async Task InstallAsync(CleanRoot root, bool debian, PackageFiles package)
    {
        if (debian)
        {
            var run = await root.DpkgAsync("--install", package.Debian);
            run.ExitCode.ShouldBe(0, run.Error);
        }
        else
        {
            var unpacked = await PackageBuilds.UnpackAsync(package.Tarball, root.In("tmp"));
            var run = await root.RunAsync($"/tmp/{Path.GetFileName(unpacked)}/install");
            run.ExitCode.ShouldBe(0, run.Error);
            run.Error.ShouldBe("");
            run.Output.ShouldContain("/usr/local/bin/llm\n");
            run.Output.ShouldNotContain("PATH");
            Directory.Delete(unpacked, recursive: true);
        }
    }

    private static async Task RemoveAsync(CleanRoot root, bool debian)
    {
        var run = debian
            ? await root.DpkgAsync("--purge", "llm")
            : await root.RunAsync("/bin/sh", "-c", "$(dirname $(readlink -f /usr/local/bin/llm))/install --uninstall");
        run.ExitCode.ShouldBe(0, run.Error);
    }

    private async Task<CleanRoot> CreateAsync(bool debian)
    {
        PackageBuilds.SkipWhereImpossible();
        if (debian) Assert.SkipUnless(CleanRoot.Find("dpkg") is not null, "there is no dpkg");
        return await CleanRoot.CreateAsync(tool.Command);
    }
}
