namespace OneApi.Client.AspNetCore.Tests.Fuzz;

/// <summary>Bodies that are right, with as many of the members in them as the dialects know.</summary>
internal static class FuzzBodies
{
    public static readonly string[] Chat =
    [
        """{"model":"m","messages":[{"role":"system","content":"be kind"},{"role":"user","name":"ann","content":[{"type":"text","text":"hi"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo=","detail":"low"}},{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}},{"type":"file","file":{"file_data":"data:application/pdf;base64,AAAA","filename":"a.pdf"}}]},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},{"role":"tool","tool_call_id":"c1","content":"42"},{"role":"assistant","content":"ok","refusal":null,"reasoning_content":"hm"},{"role":"user","content":"go on"}],"tools":[{"type":"function","function":{"name":"f","description":"d","strict":true,"parameters":{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]}}}],"tool_choice":{"type":"function","function":{"name":"f"}},"parallel_tool_calls":false}""",
        """{"model":"m","messages":[{"role":"developer","content":[{"type":"text","text":"x"}]},{"role":"user","content":"hi"}],"stream":true,"stream_options":{"include_usage":true},"temperature":0.5,"top_p":1,"n":1,"max_tokens":10,"max_completion_tokens":11,"stop":["a","b"],"presence_penalty":0,"frequency_penalty":0.1,"logit_bias":{"5":1},"user":"u","seed":7,"logprobs":true,"top_logprobs":2,"response_format":{"type":"json_schema","json_schema":{"name":"s","strict":true,"schema":{"type":"object"}}},"reasoning_effort":"low","modalities":["text"],"fallbacks":["n"],"group":"default","metadata":{"a":"b"}}""",
    ];

    public static readonly string[] Messages =
    [
        """{"model":"m","max_tokens":100,"system":[{"type":"text","text":"be kind","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":[{"type":"text","text":"hi"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}},{"type":"document","source":{"type":"text","media_type":"text/plain","data":"abc"},"title":"t","citations":{"enabled":true}}]},{"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"AAAA"},{"type":"redacted_thinking","data":"AAAA"},{"type":"text","text":"ok"},{"type":"tool_use","id":"t1","name":"f","input":{"a":1}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","is_error":false,"content":[{"type":"text","text":"42"}]}]}],"tools":[{"name":"f","description":"d","input_schema":{"type":"object"}},{"type":"web_search_20250305","name":"web_search","max_uses":2}],"tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true}}""",
        """{"model":"m","max_tokens":2000,"system":"x","messages":[{"role":"user","content":"hi"}],"stream":true,"temperature":0.5,"top_p":0.9,"top_k":5,"stop_sequences":["a"],"metadata":{"user_id":"u"},"thinking":{"type":"enabled","budget_tokens":1024},"service_tier":"auto","fallbacks":["n"],"group":"default"}""",
    ];

    public static readonly string[] Responses =
    [
        """{"model":"m","instructions":"be kind","input":[{"role":"user","content":[{"type":"input_text","text":"hi"},{"type":"input_image","image_url":"data:image/png;base64,iVBORw0KGgo=","detail":"low"},{"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,AAAA"}]},{"type":"reasoning","id":"r1","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"AAAA"},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"ok","annotations":[]}]},{"type":"function_call","id":"fc1","call_id":"c1","name":"f","arguments":"{\"a\":1}"},{"type":"function_call_output","call_id":"c1","output":"42"}],"tools":[{"type":"function","name":"f","description":"d","strict":true,"parameters":{"type":"object"}},{"type":"web_search"}],"tool_choice":{"type":"function","name":"f"},"parallel_tool_calls":true,"store":false}""",
        """{"model":"m","input":"hi","stream":true,"temperature":0.5,"top_p":1,"max_output_tokens":100,"text":{"format":{"type":"json_schema","name":"s","strict":true,"schema":{"type":"object"}},"verbosity":"low"},"reasoning":{"effort":"low","summary":"auto"},"include":["reasoning.encrypted_content"],"truncation":"auto","user":"u","metadata":{"a":"b"},"top_logprobs":1,"fallbacks":["n"],"group":"default"}""",
    ];

    public static readonly string[] Completions =
    [
        """{"model":"m","prompt":"once upon","suffix":null,"max_tokens":16,"temperature":0.2,"top_p":1,"n":1,"stream":true,"stream_options":{"include_usage":true},"logprobs":1,"echo":false,"stop":["a"],"presence_penalty":0,"frequency_penalty":0,"best_of":1,"logit_bias":{"5":1},"user":"u","seed":3,"fallbacks":["n"],"group":"default"}""",
        """{"model":"m","prompt":["once"],"stop":"x"}""",
        """{"model":"m","prompt":[1,2,3]}""",
    ];

    public static readonly string[] Embeddings =
    [
        """{"model":"m","input":"hi","dimensions":8,"encoding_format":"base64","user":"u","fallbacks":["n"],"group":"default"}""",
        """{"model":"m","input":["a","b"]}""",
        """{"model":"m","input":[1,2,3]}""",
        """{"model":"m","input":[[1,2],[3]],"encoding_format":"float"}""",
    ];

    public static readonly string[] Images =
    [
        """{"model":"m","prompt":"a boat","n":2,"size":"1024x1024","quality":"high","background":"opaque","response_format":"b64_json","output_format":"png","output_compression":90,"style":"vivid","seed":5,"user":"u","fallbacks":["n"],"group":"default"}""",
    ];

    public static readonly string[] Moderations =
    [
        """{"model":"m","input":["a",{"type":"text","text":"b"}],"user":"u","fallbacks":["n"],"group":"default"}""",
    ];

    public static readonly string[] Token =
    [
        """{"name":"customer_a_service","expires_in":2592000,"quota":50000,"group":"customer_service","ip_whitelist":["192.168.10.0/24","2001:db8::/32"]}""",
        """{"name":"a","expires_at":"2099-01-02T03:04:05Z","quota_usd":12.5,"daily_quota":100,"monthly_quota":1000,"models":["qwen-*"],"owner":"o","labels":{"a":"b"},"limits":{"requests_per_minute":5,"tokens_per_minute":100,"concurrent_requests":2},"time_zone":"Asia/Shanghai"}""",
    ];
}
