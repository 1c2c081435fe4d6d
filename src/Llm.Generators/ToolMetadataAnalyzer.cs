using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Llm.Generators;

/// <summary>Warns, where trimming and ahead-of-time compilation are prepared, about tools whose types have no JSON metadata.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ToolMetadataAnalyzer : DiagnosticAnalyzer
{
    // The SDK sets these for PublishTrimmed, PublishAot, IsTrimmable and IsAotCompatible.
    private static readonly string[] Settings = ["build_property.EnableTrimAnalyzer", "build_property.EnableAotAnalyzer"];

    private static readonly DiagnosticDescriptor NoMetadata = new(
        "LLM002",
        "A tool has a type without JSON metadata",
        "The tool cannot be used in a trimmed or ahead-of-time compiled program because JSON metadata cannot be generated {0}: pass "
            + "options of a JsonSerializerContext as 'json', or override JsonOptions in a toolbox",
        "Usage",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [NoMetadata];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (Settings.Any(setting => IsOn(setting, start.Options)))
                start.RegisterSyntaxNodeAction(Analyze, SyntaxKind.InvocationExpression, SyntaxKind.ClassDeclaration);
        });
    }

    private static bool IsOn(string setting, AnalyzerOptions options) =>
        options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue(setting, out var value)
        && value.Equals("true", StringComparison.OrdinalIgnoreCase);

    private static void Analyze(SyntaxNodeAnalysisContext context)
    {
        if (!ToolMethods.MayBeIn(context.Node)) return;
        foreach (var used in ToolTypes.In(context.Node, context.SemanticModel, context.CancellationToken))
        {
            if (ReasonFor(used, context.Compilation) is { } reason)
                context.ReportDiagnostic(Diagnostic.Create(NoMetadata, used.Place, reason));
        }
    }

    private static string? ReasonFor(ToolType used, Compilation compilation)
    {
        if (used.Type is null) return "for a method that comes from a variable";
        return JsonGraph.Of(used, compilation).Problem is var (type, reason)
            ? $"for '{type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)}' ({reason})"
            : null;
    }
}
