namespace Llm.Cli.Twin;

/// <summary>A command whose code is so large, and so rarely run, that only the twin has it.</summary>
/// <remarks>Its code lies behind <see cref="RuntimeCode.IsSupported"/>, so that the native compiler leaves it out.</remarks>
internal interface ILeftToTwin;
