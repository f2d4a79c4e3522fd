	
 service	S
{
	void	m ( ) 
}

