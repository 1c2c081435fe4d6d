using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Llm.Generators;

/// <summary>Warns about methods that cannot be tools because a parameter cannot be given as JSON.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ToolParameterAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor NoJson = new(
        "LLM001",
        "A tool has a parameter that cannot be given as JSON",
        "The method cannot be a tool because its parameter '{0}' cannot be given as JSON: "
            + "pass it by value, as a type such as string or an array",
        "Usage",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [NoJson];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(Analyze, SyntaxKind.InvocationExpression, SyntaxKind.ClassDeclaration);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context)
    {
        if (!ToolMethods.MayBeIn(context.Node)) return;
        var methods = ToolMethods.In(context.Node, context.SemanticModel, context.CancellationToken);
        foreach (var parameter in methods.SelectMany(method => method.Parameters).Where(HasNoJson))
        {
            var place = parameter.Locations.FirstOrDefault(location => location.IsInSource) ?? context.Node.GetLocation();
            context.ReportDiagnostic(Diagnostic.Create(NoJson, place, parameter.Name));
        }
    }

    internal static bool HasNoJson(IParameterSymbol parameter) =>
        parameter.RefKind != RefKind.None || parameter.Type.IsRefLikeType
            || parameter.Type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer;
}
