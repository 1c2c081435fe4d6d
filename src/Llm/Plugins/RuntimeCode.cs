using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Llm;

/// <summary>The one switch for code that is not part of the program: C# given as text, and assemblies of plugins.</summary>
/// <remarks>
/// A program that is compiled ahead of time cannot load such code. Its compiler takes the switch for a constant and leaves out all that
/// is behind it, such as the C# compiler.
/// </remarks>
internal static class RuntimeCode
{
    /// <summary>Whether the program can load code while it runs.</summary>
    [FeatureGuard(typeof(RequiresDynamicCodeAttribute))]
    [FeatureGuard(typeof(RequiresUnreferencedCodeAttribute))]
#pragma warning disable IL4000 // The value says nothing of trimming, but the trimmer itself puts false in its place, as in native code.
    public static bool IsSupported => RuntimeFeature.IsDynamicCodeSupported;
#pragma warning restore IL4000

    /// <summary>The reason on methods behind the switch.</summary>
    public const string Reason = "It loads code while the program runs. Check RuntimeCode.IsSupported first.";
}
