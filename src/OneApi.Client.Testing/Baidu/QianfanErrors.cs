using System.Text.Json.Nodes;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Baidu;

/// <summary>Baidu's errors of version 2: a real status, and a code in OpenAI's envelope (protocols/wenxin.md §9.2).</summary>
internal static class QianfanErrors
{
    private const string Invalid = "invalid_request_error";

    private static readonly Dictionary<string, (int Status, string Message, string Type)> Words = new()
    {
        ["malformed_json"] = (400, "Invalid JSON", Invalid),
        ["invalid_messages"] = (400, "messages is empty", Invalid),
        ["invalid_argument"] = (400, "Invalid argument", Invalid),
        ["invalid_plugin_argument"] = (400, "Invalid plugin argument", Invalid),
        ["invalid_image_url"] = (400, "Invalid image url", Invalid),
        ["invalid_image_size"] = (400, "Invalid image size", Invalid),
        ["characters_too_long"] = (400, "the max input characters is 516096", Invalid),
        ["tokens_too_long"] = (400, "Prompt tokens too long", Invalid),
        ["image_url_unsafe"] = (400, "the image url is unsafe", "unsafe_request"),
        ["invalid_iam_token"] = (401, "The iam token is invalid", Invalid),
        ["invalid_model"] = (401, "The model does not exist or you do not have access to it.", Invalid),
        ["no_parameter_permission"] = (401, "No permission to use the parameter", Invalid),
        ["invalid_appid"] = (401, "No permission to use the appid", Invalid),
        ["system_unsafe"] = (403, "system is unsafe", "unsafe_request"),
        ["user_setting_unsafe"] = (403, "user_setting is unsafe", "unsafe_request"),
        ["functions_unsafe"] = (403, "functions is unsafe", "unsafe_request"),
        ["account_overdue"] = (403, "The account is overdue", "access_denied"),
        ["model_offline"] = (403, "The model is offline", "access_denied"),
        ["method_not_supported"] = (405, "The method is not supported", Invalid),
        ["rpm_rate_limit_exceeded"] = (429, "Rate limit reached for RPM", "rate_limit_exceeded"),
        ["tpm_rate_limit_exceeded"] = (429, "Rate limit reached for TPM", "rate_limit_exceeded"),
        ["input_tpm_rate_limit_exceeded"] = (429, "Rate limit reached for input TPM", "rate_limit_exceeded"),
        ["output_tpm_rate_limit_exceeded"] = (429, "Rate limit reached for output TPM", "rate_limit_exceeded"),
        ["preemptible_rpm_rate_limit_exceeded"] = (429, "Rate limit reached for preemptible RPM", "rate_limit_exceeded"),
        ["preemptible_tpm_rate_limit_exceeded"] = (429, "Rate limit reached for preemptible TPM", "rate_limit_exceeded"),
        ["user_rate_limit_exceeded"] = (429, "Rate limit reached for the user", "rate_limit_exceeded"),
        ["cluster_rate_limit_exceeded"] = (429, "Rate limit reached for the cluster", "rate_limit_exceeded"),
        ["cluster_rpm_rate_limit_exceeded"] = (429, "Rate limit reached for the cluster's RPM", "rate_limit_exceeded"),
        ["cluster_tpm_rate_limit_exceeded"] = (429, "Rate limit reached for the cluster's TPM", "rate_limit_exceeded"),
        ["Offline_batch_reasoning_refused"] = (429, "Offline batch reasoning is refused now", "rate_limit_exceeded"),
        ["internal_error"] = (500, "Internal error", "internal_error"),
        ["dispatch_internal_error"] = (500, "Internal error", "internal_error"),
        ["image_generation_interal_error"] = (500, "Internal error", "internal_error"), // the vendor spells it so
    };

    public static WireError Word(WireFailure failure) => failure.Kind switch
    {
        WireErrorKind.Unauthorized => Of("invalid_iam_token"),
        WireErrorKind.RateLimited => WithWait(Of("rpm_rate_limit_exceeded"), failure),
        WireErrorKind.QuotaExhausted => Of("account_overdue"),
        WireErrorKind.ServerError => Of("internal_error", status: failure.Status),
        WireErrorKind.Overloaded => Of("dispatch_internal_error"),
        WireErrorKind.ModelNotFound => Of("invalid_model"),
        WireErrorKind.ContextLength => Of("tokens_too_long"),
        WireErrorKind.ContentFiltered => Of("system_unsafe"),
        WireErrorKind.MethodNotAllowed => Of("method_not_supported"),
        WireErrorKind.NotFound => Of("invalid_argument", $"Unknown path {failure.Request.Path}", 404),
        _ => Of("invalid_argument", failure.Message),
    };

    /// <summary>The error of a code, or null when there is none.</summary>
    public static WireError? WordCode(string code) => Words.ContainsKey(code) ? Of(code) : null;

    private static WireError Of(string code, string? message = null, int? status = null)
    {
        var word = Words[code];

        return new(status ?? word.Status, new JsonObject
        {
            ["error"] = new JsonObject { ["code"] = code, ["message"] = message ?? word.Message, ["type"] = word.Type },
            ["id"] = "as-fakeerror",
        });
    }

    private static WireError WithWait(WireError error, WireFailure failure) => failure.RetryAfterSeconds is not { } seconds ? error : error with
    {
        Headers = new() { ["Retry-After"] = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture) },
    };
}
