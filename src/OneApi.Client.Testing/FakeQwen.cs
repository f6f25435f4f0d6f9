using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.Qwen;

namespace OneApi.Client.Testing;

/// <summary>Alibaba's DashScope on loopback: text generation, multimodal generation, text embeddings and images (tasks, and the models that answer at once) of the native wire under <c>/api/v1/services/…</c>, and the OpenAI-compatible <c>chat/completions</c>, <c>embeddings</c> and <c>models</c> under <c>/compatible-mode/v1</c>; a bearer key everywhere.</summary>
/// <remarks>
/// <para>A native stream is asked for by header (<c>X-DashScope-SSE: enable</c>, or an <c>Accept</c> of event streams) and framed as DashScope does: <c>id:</c>, <c>event:</c>, the status in a comment, <c>data:</c> without spaces, no end mark. Without <c>incremental_output</c> each event repeats the answer so far. An error that answers a native streamed request is framed as an event although it is labelled JSON.</para>
/// <para><see cref="Fault.ProviderError"/> knows the native codes (<c>InvalidParameter</c>, <c>InvalidApiKey</c>, <c>Arrearage</c>, <c>DataInspectionFailed</c>, <c>IPInfringementSuspect</c>, <c>CustomRoleBlocked</c>, <c>FaqRuleBlocked</c>, <c>InvalidURL</c>, <c>InvalidParameter.DataInspection</c>, <c>InvalidParameter.FileUnsafe</c>, <c>InvalidFile.Resolution</c>, <c>BadRequest.EmptyInput</c>, <c>AccessDenied</c>, <c>AccessDenied.Unpurchased</c>, <c>Model.AccessDenied</c>, <c>App.AccessDenied</c>, <c>Workspace.AccessDenied</c>, <c>Endpoint.AccessDenied</c>, <c>AllocationQuota.FreeTierOnly</c>, <c>ModelNotFound</c>, <c>WorkSpaceNotFound</c>, <c>NotFound</c>, <c>Conflict</c>, <c>Throttling</c>, <c>Throttling.RateQuota</c>, <c>Throttling.BurstRate</c>, <c>Throttling.Concurrency</c>, <c>Throttling.AllocationQuota</c>, <c>CommodityNotPurchased</c>, <c>PrepaidBillOverdue</c>, <c>PostpaidBillOverdue</c>, <c>InternalError</c>, <c>InternalError.Algo</c>, <c>InternalError.Algo.InvalidParameter</c>, <c>InternalError.Upload</c>, <c>InternalError.Timeout</c>, <c>SystemError</c>, <c>ModelServiceFailed</c>, <c>RequestTimeOut</c>, <c>ResponseTimeout</c>, <c>ServiceUnavailable</c>, <c>ModelUnavailable</c>, <c>ModelServingError</c>), the compatible ones (<c>invalid_parameter_error</c>, <c>invalid_request_error</c>, <c>data_inspection_failed</c>, <c>invalid_api_key</c>, <c>access_denied</c>, <c>model_not_found</c>, <c>model_not_supported</c>, <c>limit_requests</c>, <c>limit_burst_rate</c>, <c>insufficient_quota</c>), each in the envelope of the surface that is called, and two of one code with other words: <c>FreeQuotaExceeded</c> (<c>Throttling.AllocationQuota</c>) and <c>ModelNotExist</c> (<c>InvalidParameter</c>).</para>
/// <para>See <see cref="FakeProvider"/> for how it answers, <see cref="FakeImageProvider"/> for its images: a task that fails has the code <c>InternalError.Timeout</c>, one whose images are filtered <c>DataInspectionFailed</c>.</para>
/// </remarks>
public sealed class FakeQwen : FakeImageProvider
{
    private FakeQwen(ImageScript script, FakeProviderOptions options)
        : base(new QwenWire(script), script, options)
    {
    }

    /// <summary>Starts it on a free port.</summary>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeQwen Start() => Start(new FakeProviderOptions());

    /// <summary>Starts it.</summary>
    /// <param name="options">How.</param>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeQwen Start(FakeProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return new(new ImageScript(), options);
    }
}
