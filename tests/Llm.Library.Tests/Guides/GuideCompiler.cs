using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Llm.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Llm.Library.Tests.Guides;

/// <summary>Compiles a block as the program that a reader would make of it, and runs it.</summary>
internal static class GuideCompiler
{
    /// <summary>Where a block finds its <c>llm</c>.</summary>
    public const string HostData = "Llm.Guides.Host";

    /// <summary>What the reader's project and the page's words bring along.</summary>
    private const string Around = """
        global using System;
        global using System.Collections.Generic;
        global using System.Diagnostics;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Text.Json;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Llm;
        global using static Guide;

        internal static class Guide
        {
            public static LlmHost llm => (LlmHost)AppContext.GetData("Llm.Guides.Host")!;
        }
        """;

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest);

    /// <summary>What a program that has all packages refers to.</summary>
    public static readonly IReadOnlyList<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(file => MetadataReference.CreateFromFile(file)),
    ];

    /// <summary>What the compiler has to say against the block; the assembly if it has nothing to say.</summary>
    public static (IReadOnlyList<string> Errors, byte[] Assembly) Compile(GuideBlock block)
    {
        var compilation = CSharpCompilation.Create(
            $"Guide_{Path.GetFileNameWithoutExtension(block.Page).Replace('-', '_')}_{block.Line}",
            [CSharpSyntaxTree.ParseText(
                SourceText.From(block.Code), Parsing), CSharpSyntaxTree.ParseText(SourceText.From(Around), Parsing)],
            References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create(Generators(), parseOptions: Parsing)
            .RunGeneratorsAndUpdateCompilation(compilation, out var complete, out _);
        using var assembly = new MemoryStream();
        var result = complete.Emit(assembly);
        return ([.. result.Diagnostics.Where(
            found => found.Severity >= DiagnosticSeverity.Warning).Select(found => found.ToString())], assembly.ToArray());
    }

    /// <summary>Runs a compiled block to its end.</summary>
    public static void Run(byte[] assembly)
    {
        var context = new AssemblyLoadContext("guide", isCollectible: true);
        try
        {
            var entry = context.LoadFromStream(new MemoryStream(assembly)).EntryPoint!;
            entry.Invoke(
                null, BindingFlags.DoNotWrapExceptions, null, entry.GetParameters().Length == 0 ? null : [Array.Empty<string>()], null);
        }
        finally
        {
            context.Unload();
        }
    }

    /// <summary>The source generator of System.Text.Json, which comes with the SDK, and our own.</summary>
    private static ImmutableArray<ISourceGenerator> Generators()
    {
        var packs = Path.Combine(
            Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref");
        var newest = Directory.EnumerateDirectories(packs, $"{Environment.Version.Major}.*")
            .MaxBy(folder => Version.Parse(Path.GetFileName(folder)))!;
        var generator = new AnalyzerFileReference(
            Path.Combine(newest, "analyzers", "dotnet", "cs", "System.Text.Json.SourceGeneration.dll"), new Loader());
        return [.. generator.GetGenerators(LanguageNames.CSharp), new ToolDocumentationGenerator().AsSourceGenerator()];
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
