using System.Reflection;
using System.Runtime.Loader;

namespace Llm.Scripting.Tests.CSharp;

/// <summary>A text is compiled once.</summary>
public sealed class FunctionCacheTests : FunctionsTest
{
    private const string Text = "/// <summary>Adds.</summary>\nint Add(int a, int b = 2) => a + b;";

    [Fact]
    public async Task A_text_that_was_compiled_does_not_load_the_compiler()
    {
        // A context of its own shows what is loaded, whatever other tests load.
        (await LoadedForAsync(Text)).ShouldContain("Microsoft.CodeAnalysis.CSharp");
        (await LoadedForAsync(Text)).ShouldBe(["Llm.Scripting"]);
        (await LoadedForAsync(Text + " ")).ShouldContain("Microsoft.CodeAnalysis.CSharp");
    }

    [Fact]
    public async Task Cached_functions_are_the_compiled_ones()
    {
        var first = await LoadAsync(Text);
        var second = await LoadAsync(Text);
        second[0].Hash().ShouldBe(first[0].Hash());
        second[0].Signature.ShouldBe("add(a: int, b: int = 2) -> int");
        second[0].Description.ShouldBe("Adds.");
        (await CallAsync(second, "add", """{"a": 40}""")).Output.ShouldBe("42");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("0000\n{\"functions\": [], \"assembly\": \"\"}")]
    [InlineData(null)]
    public async Task A_broken_file_is_compiled_anew(string? content)
    {
        await LoadAsync(Text);
        var file = Directory.GetFiles(UserDirectory.FunctionCache).ShouldHaveSingleItem();
        var whole = await File.ReadAllTextAsync(file, Token);
        await File.WriteAllTextAsync(file, content ?? whole[..^40] + "A" + whole[^39..], Token);
        (await CallAsync(await LoadAsync(Text), "add", """{"a": 1}""")).Output.ShouldBe("3");
        (await File.ReadAllTextAsync(file, Token)).Length.ShouldBeInRange(whole.Length - 8, whole.Length + 8);
    }

    [Fact]
    public async Task Only_the_owner_may_read_or_write_what_will_be_run()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes");
        await LoadAsync(Text);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Directory.GetFiles(UserDirectory.FunctionCache)[0])
                .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_costs_only_time()
    {
        Write("cache", "a file where a folder should be");
        (await CallAsync(await LoadAsync(Text), "add", """{"a": 1}""")).Output.ShouldBe("3");
    }

    [Fact]
    public async Task Old_files_go_when_there_are_many()
    {
        for (var i = 0; i < 250; i++) File.SetLastWriteTimeUtc(Write($"cache/functions/{i}.json", "{}"), DateTime.UtcNow.AddDays(-i - 1));
        await LoadAsync(Text);
        var left = Directory.GetFiles(UserDirectory.FunctionCache).Select(Path.GetFileName).ToList();
        left.Count.ShouldBe(200);
        left.ShouldContain("198.json");
        left.ShouldNotContain("199.json");
    }

    private async Task<IEnumerable<string?>> LoadedForAsync(string text)
    {
        var probe = new Probe();
        var scripting = probe.LoadFromAssemblyName(new AssemblyName("Llm.Scripting"));
        var settings = Activator.CreateInstance(scripting.GetType("Llm.FunctionSettings")!)!;
        settings.GetType().GetProperty("Directory")!.SetValue(settings, UserDirectory);
        var load = scripting.GetType("Llm.FunctionText")!.GetMethod("LoadAsync", BindingFlags.Public | BindingFlags.Static)!;
        await (Task)load.Invoke(null, [text, settings, Token])!;
        return probe.Assemblies.Select(assembly => assembly.GetName().Name).ToList();
    }

    private sealed class Probe() : AssemblyLoadContext("probe")
    {
        protected override Assembly? Load(AssemblyName name) =>
            name.Name is "Llm.Scripting" || name.Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)
            ? LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, name.Name + ".dll"))
            : null;
    }
}
