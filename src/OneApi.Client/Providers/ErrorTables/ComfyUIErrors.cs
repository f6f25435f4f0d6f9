using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/images.md §6: the types of refused workflows, and the exceptions that runs break on.</summary>
internal static class ComfyUIErrors
{
    public static readonly ErrorRule[] All =
    [
        new(ModelNotFound, Code: "value_not_in_list", Text: "ckpt_name"),
        new(ModelNotFound, Code: "value_not_in_list", Text: "unet_name"),
        new(ModelNotFound, Code: "value_not_in_list", Text: "model_name"),
        new(InvalidRequest, Code: "value_not_in_list"),
        new(InvalidRequest, Code: "prompt_outputs_failed_validation"),
        new(InvalidRequest, Code: "prompt_no_outputs"),
        new(InvalidRequest, Code: "invalid_prompt"),
        new(InvalidRequest, Code: "no_prompt"),
        new(InvalidRequest, Code: "missing_node_type"),

        // What a run broke on: a value that no node can work with is the request's fault, all else the server's.
        new(ProviderUnavailable, Code: "OutOfMemoryError"),
        new(ProviderUnavailable, Text: "out of memory"),
        new(InvalidRequest, Code: "ValueError"),
        new(InvalidRequest, Code: "TypeError"),
        new(InvalidRequest, Code: "KeyError"),
        new(InvalidRequest, Code: "IndexError"),
        new(InvalidRequest, Code: "UnidentifiedImageError"),
        new(ProviderUnavailable, Code: "FileNotFoundError"),
        new(ProviderUnavailable, Code: "RuntimeError"),
        new(ProviderUnavailable, Code: "execution_interrupted"),
        new(ProviderUnavailable, Code: "execution_error"),
        new(ModelNotFound, 404),
        new(InvalidRequest, 400),
        new(ProviderUnavailable, 500),
    ];
}
