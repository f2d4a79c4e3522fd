struct T { 1: string id (go.tag = "json:\"id,omitempty\"") }
