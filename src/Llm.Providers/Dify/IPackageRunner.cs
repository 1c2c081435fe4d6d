namespace Llm.Providers.Dify;

/// <summary>A way to run models of packages. <see cref="PackageModels"/> decides for each model which one it is.</summary>
/// <remarks>Thread-safe. Models are created for lists too, so creating one must cost nothing: no file, process or server.</remarks>
internal interface IPackageRunner
{
    /// <summary>Creates a model that answers prompts.</summary>
    Model CreateLanguageModel(PackageModelUse model);

    /// <summary>Creates a model that turns texts into vectors.</summary>
    EmbeddingModel CreateEmbeddingModel(PackageModelUse model);

    /// <summary>Creates a model that sorts texts.</summary>
    RerankModel CreateRerankModel(PackageModelUse model);

    /// <summary>Creates a model that checks texts.</summary>
    ModerationModel CreateModerationModel(PackageModelUse model);

    /// <summary>Creates a model that writes down speech.</summary>
    TranscriptionModel CreateTranscriptionModel(PackageModelUse model);

    /// <summary>Creates a model that reads texts aloud.</summary>
    SpeechModel CreateSpeechModel(PackageModelUse model);
}
