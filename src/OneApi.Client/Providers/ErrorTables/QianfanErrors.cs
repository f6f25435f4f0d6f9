using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/wenxin.md §9.2.</summary>
internal static class QianfanErrors
{
    public static readonly ErrorRule[] All =
    [
        new(ContextLengthExceeded, Code: "characters_too_long"),
        new(ContextLengthExceeded, Code: "tokens_too_long"),
        new(ContentFiltered, Code: "image_url_unsafe"),
        new(ContentFiltered, Code: "unsafe_request"),
        new(ContentFiltered, Code: "system_unsafe"),
        new(ContentFiltered, Code: "user_setting_unsafe"),
        new(ContentFiltered, Code: "functions_unsafe"),
        new(InvalidRequest, 400, "invalid_model"),
        new(ModelNotFound, 401, "invalid_model"),
        new(OneApiErrorKind.Authentication, Code: "invalid_iam_token"),
        new(PermissionDenied, Code: "no_parameter_permission"),
        new(PermissionDenied, Code: "invalid_appid"),
        new(QuotaExhausted, Code: "account_overdue"),
        new(ModelNotFound, Code: "model_offline"),
        new(InvalidRequest, Code: "malformed_json"),
        new(InvalidRequest, Code: "invalid_messages"),
        new(InvalidRequest, Code: "invalid_argument"),
        new(InvalidRequest, Code: "invalid_plugin_argument"),
        new(InvalidRequest, Code: "invalid_image_*"),
        new(InvalidRequest, Code: "method_not_supported"),
        new(RateLimited, Code: "rpm_rate_limit_exceeded"),
        new(RateLimited, Code: "tpm_rate_limit_exceeded"),
        new(RateLimited, Code: "user_rate_limit_exceeded"),
        new(RateLimited, Code: "input_tpm_*"),
        new(RateLimited, Code: "output_tpm_*"),
        new(RateLimited, Code: "preemptible_*"),
        new(RateLimited, Code: "cluster_rate_limit_exceeded"),
        new(RateLimited, Code: "cluster_rpm_rate_limit_exceeded"),
        new(RateLimited, Code: "cluster_tpm_rate_limit_exceeded"),
        new(RateLimited, Code: "Offline_batch_reasoning_refused"),
        new(ProviderUnavailable, Code: "internal_error"),
        new(ProviderUnavailable, Code: "dispatch_internal_error"),
        new(ProviderUnavailable, Code: "image_generation_interal_error"),
    ];
}
